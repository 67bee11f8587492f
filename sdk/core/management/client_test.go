package management_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/management"
)

// service answers as the core API does, and keeps what it was asked: the endpoint or the
// root field, with the Authorization.
type service struct {
	wellKnown any // the data for who asks for the password key
	mu        sync.Mutex
	asked     []string
}

func (s *service) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var sent struct {
		OperationName string
		Variables     struct {
			Pool, Secret string
			Page         int // 0 where the query's own default counts: 1
		}
	}
	if req.Method == http.MethodPost {
		_ = json.NewDecoder(req.Body).Decode(&sent) // what is no JSON shows in asked
	}
	what := strings.TrimSpace(req.URL.Path + " " + sent.OperationName + " " + req.Header.Get("Authorization"))
	s.mu.Lock()
	s.asked = append(s.asked, what)
	s.mu.Unlock()
	var answer any
	switch sent.OperationName {
	case "":
		answer = s.wellKnown // what alone is asked here outside GraphQL
	case "OwnerToken":
		answer = map[string]any{"accessToken": map[string]any{"accessToken": sent.Variables.Pool + "-" + sent.Variables.Secret}}
	case "UsersCreate":
		answer = map[string]any{"createUser": map[string]any{"id": "U"}}
	case "UsersList":
		answer = map[string]any{"users": map[string]any{"totalCount": 3, "list": page(sent.Variables.Page)}}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"data": answer})
}

// page is a page of two of the three users.
func page(number int) []map[string]any {
	users := []map[string]any{{"id": "1"}, {"id": "2"}, {"id": "3"}}
	first := min(2*(max(number, 1)-1), len(users))
	return users[first:min(first+2, len(users))]
}

// publicKey makes a key as long as the service's.
func publicKey(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
}

func newClient(t *testing.T, s *service, options ...management.Option) *management.Client {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	client, err := management.New("POOL", append([]management.Option{management.WithOrigin(server.URL)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestSecret exchanges the secret once, and asks for the password key once.
func TestSecret(t *testing.T) {
	s := &service{wellKnown: map[string]any{"publicKey": publicKey(t)}}
	client := newClient(t, s, management.WithSecret("SECRET"))
	for range 2 {
		if _, err := client.Users.Create(t.Context(), management.UsersCreateInput{Email: "a@b.c", Password: "pw"}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{
		"/api/v2/.well-known",
		"/graphql/v2 OwnerToken",
		"/graphql/v2 UsersCreate Bearer POOL-SECRET",
		"/graphql/v2 UsersCreate Bearer POOL-SECRET",
	}, s.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

// TestManagersToken is sent as it is.
func TestManagersToken(t *testing.T) {
	s := &service{}
	client := newClient(t, s, management.WithToken("MANAGER"))
	if _, err := client.Users.List(t.Context(), management.UsersListInput{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/graphql/v2 UsersList Bearer MANAGER"}, s.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

// TestAll goes through every page, from the one given.
func TestAll(t *testing.T) {
	for first, want := range map[int]string{0: "123", 1: "123", 2: "3"} {
		t.Run(fmt.Sprint("from page ", first), func(t *testing.T) {
			client := newClient(t, &service{}, management.WithToken("MANAGER"))
			got := ""
			for user, err := range client.Users.All(t.Context(), management.UsersListInput{Page: first, Limit: 2}) {
				if err != nil {
					t.Fatal(err)
				}
				got += user.ID
			}
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestNoKey fails the call that needs one, and sends no password.
func TestNoKey(t *testing.T) {
	for name, answer := range map[string]any{
		"null": nil, "nothing": map[string]any{}, "no key": map[string]any{"publicKey": "key"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &service{wellKnown: answer}
			client := newClient(t, s, management.WithToken("MANAGER"))
			_, err := client.Users.Create(t.Context(), management.UsersCreateInput{Email: "a@b.c", Password: "pw"})
			if _, ok := errors.AsType[*authing.RequestError](err); !ok {
				t.Errorf("the error is %v, want an *authing.RequestError", err)
			}
			if diff := cmp.Diff([]string{"/api/v2/.well-known"}, s.asked); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
		})
	}
}
