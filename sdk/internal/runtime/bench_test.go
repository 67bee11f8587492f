package runtime

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/Khan/genqlient/graphql"
)

// loginVariables is what a generated login sends.
type loginVariables struct {
	Pool     string  `json:"pool"`
	Email    string  `json:"email"`
	Password *Sealed `json:"password"`
}

const loginQuery = "mutation Login($pool: String!, $email: String, $password: String) { login(registerInClient: $pool, email: $email, password: $password) { _id token } }"

const loginAnswer = `{"data":{"login":{"_id":"5f0c1e2d3a4b5c6d7e8f9a0b","token":"header.claims.signature","count":3}}}`

// loginThrough signs in through the runtime.
func loginThrough(ctx context.Context, client *Client) error {
	call := client.Call(login)
	sealed, err := call.Seal(ctx, "Password", password)
	if err != nil {
		return err
	}
	var data loginData
	req := &graphql.Request{OpName: "Login", Query: loginQuery, Variables: &loginVariables{client.Pool(), "ada@example.com", sealed}}
	if err := call.MakeRequest(ctx, req, &graphql.Response{Data: &data}); err != nil {
		return err
	}
	if data.Login == nil {
		return call.Empty()
	}
	return nil
}

// loginByHand does the same work with net/http and encoding/json: the same encryption,
// deadline and limit, and nothing for errors.
func loginByHand(ctx context.Context, client *http.Client, url string, core *core) error {
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	ciphertext, err := encrypt(core.sealer.key.Load(), []byte(password))
	if err != nil {
		return err
	}
	sealed := &Sealed{base64.StdEncoding.EncodeToString(ciphertext)}
	body, err := json.Marshal(struct {
		Query     string          `json:"query"`
		Variables *loginVariables `json:"variables"`
		OpName    string          `json:"operationName"`
	}{loginQuery, &loginVariables{core.pool, "ada@example.com", sealed}, "Login"})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	answer, err := client.Do(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var data struct{ Data loginData }
	if err := json.NewDecoder(io.LimitReader(answer.Body, defaultLimit)).Decode(&data); err != nil {
		return err
	}
	if data.Data.Login == nil {
		return errors.New("no user")
	}
	return nil
}

// TestAllocations holds the runtime to at most 12 allocations above the same by hand.
func TestAllocations(t *testing.T) {
	httpClient := &http.Client{Transport: always(200, loginAnswer)}
	client := newPerson(t, WithHTTPClient(httpClient))
	measure := func(login func() error) float64 {
		return testing.AllocsPerRun(200, func() {
			if err := login(); err != nil {
				t.Fatal(err)
			}
		})
	}
	ours := measure(func() error { return loginThrough(t.Context(), client) })
	byHand := measure(func() error {
		return loginByHand(t.Context(), httpClient, "https://users.authing.cn/graphql", client.core)
	})
	t.Logf("a login allocates %v times, by hand %v", ours, byHand)
	if ours > byHand+12 {
		t.Errorf("a login allocates %v times, by hand %v", ours, byHand)
	}
}
