package authingtest_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

const (
	adaID    = "5e85aded9cc18e4cc67e780a"
	password = "correct horse"
)

// newBox starts a box in which Ada has an email address and a password.
func newBox(t *testing.T, options ...authingtest.Option) *authingtest.Server {
	t.Helper()
	ada := authingtest.User{ID: adaID, Email: "ada@example.com", Username: "ada", Password: password}
	return authingtest.NewServer(t, append(options, authingtest.WithUsers(ada))...)
}

// reply is an answer as it came over the wire.
type reply struct {
	status int
	header http.Header
	body   string
}

func send(t *testing.T, request *http.Request) reply {
	t.Helper()
	got, err := sendWith(http.DefaultClient, request.WithContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func sendWith(client *http.Client, request *http.Request) (reply, error) {
	response, err := client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, strings.TrimSpace(string(body))}, err
}

// serve answers a request without a connection: one that is refused for its
// length may otherwise break off before the answer is read.
func serve(box *authingtest.Server, r *http.Request) reply {
	recorder := httptest.NewRecorder()
	box.Handler().ServeHTTP(recorder, r)
	return reply{recorder.Code, recorder.Header(), recorder.Body.String()}
}

func request(t *testing.T, method, address, contentType, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func get(t *testing.T, address string) reply {
	t.Helper()
	return send(t, request(t, http.MethodGet, address, "", ""))
}

func post(t *testing.T, address string, form url.Values) reply {
	t.Helper()
	return send(t, request(t, http.MethodPost, address, "application/x-www-form-urlencoded", form.Encode()))
}

// query runs a GraphQL query. The authorization is the header's value, "" for
// none.
func query(t *testing.T, box *authingtest.Server, authorization, text string, variables map[string]any) reply {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": text, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := request(t, http.MethodPost, box.URL+"/graphql", "application/json", string(body))
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	return send(t, r)
}

// token gives Ada's token, as a header's value.
func token(t *testing.T, box *authingtest.Server) string {
	t.Helper()
	return header(t)(box.UserToken(adaID))
}

// owner gives the token of the pool's owner, as a header's value.
func owner(t *testing.T, box *authingtest.Server) string {
	t.Helper()
	return header(t)(box.OwnerToken())
}

func header(t *testing.T) func(authing.Secret, error) string {
	return func(token authing.Secret, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return "Bearer " + token.Reveal()
	}
}

// seal encrypts a password as clients do.
func seal(t *testing.T, box *authingtest.Server, password string) string {
	t.Helper()
	block, _ := pem.Decode([]byte(box.PasswordKey()))
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	//lint:ignore SA1019 the service asks for this padding
	ciphertext, err := rsa.EncryptPKCS1v15(rand.Reader, key.(*rsa.PublicKey), []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(ciphertext)
}
