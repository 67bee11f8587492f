package verify

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
)

func newClient(t testing.TB) *enduser.Client {
	t.Helper()
	client, err := enduser.New(testPool)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// hello tells who it was called by, and with which token that person's client acts.
func hello(w http.ResponseWriter, r *http.Request) {
	name, token := "nobody", ""
	if who, ok := FromContext(r.Context()); ok {
		name = who.UserID
	}
	if client, ok := ClientFromContext(r.Context()); ok {
		secret, err := client.Token(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		token = secret.Reveal()
	}
	fmt.Fprintf(w, "%s %s", name, token)
}

func TestMiddleware(t *testing.T) {
	client := newClient(t)
	secret := poolVerifier(t)
	unreachable := newIssuer()
	unreachable.set("/oidc/jwks", http.NotFound)
	good := sign(t, jwt.SigningMethodHS256, []byte(testSecret), nil, classicClaims()).Reveal()
	expired := sign(t, jwt.SigningMethodHS256, []byte(testSecret), nil, classicClaims().with(object{"exp": 1})).Reveal()
	signed := sign(t, jwt.SigningMethodRS256, rsaKey(t, false), object{"kid": "1"}, oidcClaims()).Reveal()

	type answer struct {
		Status     int
		Body       string
		Challenge  string
		RetryAfter string
	}
	greeting := answer{Status: 200, Body: testUser + " " + good}
	missing := answer{Status: 401, Body: "Unauthorized\n", Challenge: "Bearer"}
	invalid := func(text string) answer {
		return answer{Status: 401, Body: "Unauthorized\n", Challenge: `Bearer error="invalid_token", error_description="` + text + `"`}
	}
	confused := answer{Status: 400, Body: "Bad Request\n",
		Challenge: `Bearer error="invalid_request", error_description="the Authorization header does not hold one bearer token"`}

	for _, test := range []struct {
		name    string
		handler func(http.Handler) http.Handler
		headers []string
		want    answer
	}{
		{"good", Middleware(secret, client), []string{"Bearer " + good}, greeting},
		{"scheme in any case", Middleware(secret, client), []string{"bEARER  " + good}, greeting},
		{"no client", Middleware(secret, nil), []string{"Bearer " + good}, answer{Status: 200, Body: testUser + " "}},
		{"missing", Middleware(secret, client), nil, missing},
		{"another scheme", Middleware(secret, client), []string{"Basic YTpi"}, missing},
		{"empty", Middleware(secret, client), []string{"Bearer "}, confused},
		{"two tokens", Middleware(secret, client), []string{"Bearer " + good + " " + good}, confused},
		{"two headers", Middleware(secret, client), []string{"Bearer " + good, "Bearer " + good}, confused},
		{"garbage", Middleware(secret, client), []string{"Bearer garbage"}, invalid("the token is malformed")},
		{"expired", Middleware(secret, client), []string{"Bearer " + expired}, invalid("the token has expired")},
		{"of an issuer", Middleware(secret, client), []string{"Bearer " + signed}, invalid("the token is not signed with the expected algorithm")},
		{"anonymous", Middleware(secret, client, AllowAnonymous()), nil, answer{Status: 200, Body: "nobody "}},
		{"anonymous with a token", Middleware(secret, client, AllowAnonymous()), []string{"Bearer " + good}, greeting},
		{"anonymous with a bad token", Middleware(secret, client, AllowAnonymous()), []string{"Bearer " + expired}, invalid("the token has expired")},
		{"keys unavailable", Middleware(unreachable.verifier(t), client), []string{"Bearer " + signed},
			answer{Status: 503, Body: "Service Unavailable\n", RetryAfter: "1"}},
		{"no verifier", Middleware(nil, client), []string{"Bearer " + good},
			answer{Status: 503, Body: "Service Unavailable\n", RetryAfter: "1"}},
		{"own handler", Middleware(secret, client, nil, WithErrorHandler(func(w http.ResponseWriter, _ *http.Request, err error) {
			w.WriteHeader(http.StatusTeapot)
			fmt.Fprint(w, errors.Is(err, ErrExpired))
		})), []string{"Bearer " + expired}, answer{Status: 418, Body: "true"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(test.handler(http.HandlerFunc(hello)))
			defer server.Close()
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, header := range test.headers {
				request.Header.Add("Authorization", header)
			}
			response, err := server.Client().Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			got := answer{response.StatusCode, string(body), response.Header.Get("WWW-Authenticate"), response.Header.Get("Retry-After")}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := client.Token(t.Context()); !errors.Is(err, authing.ErrNoSession) {
		t.Error("a request's token stayed in the client that all requests share")
	}
}

func TestMiddlewareKeepsPeopleApart(t *testing.T) {
	handler := Middleware(poolVerifier(t), newClient(t))(http.HandlerFunc(hello))
	var wg sync.WaitGroup
	for n := range 64 {
		wg.Go(func() {
			id := fmt.Sprint("user", n)
			token := sign(t, jwt.SigningMethodHS256, []byte(testSecret), nil, classicClaims().with(object{"data": object{"id": id}})).Reveal()
			request := httptest.NewRequest(http.MethodGet, "/", nil)
			request.Header.Set("Authorization", "Bearer "+token)
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, request)
			if got, want := recorder.Body.String(), id+" "+token; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	wg.Wait()
}

func TestContext(t *testing.T) {
	if who, ok := FromContext(t.Context()); ok || who != nil {
		t.Error("an identity out of nothing")
	}
	if client, ok := ClientFromContext(t.Context()); ok || client != nil {
		t.Error("a client out of nothing")
	}
	who, client := &Identity{UserID: testUser}, newClient(t).WithToken("hidden-token")
	ctx := NewContext(t.Context(), who, client)
	if got, ok := FromContext(ctx); !ok || got != who {
		t.Error(got)
	}
	if got, ok := ClientFromContext(ctx); !ok || got != client {
		t.Error(got)
	}
	if text := fmt.Sprintf("%v %+v", ctx, ctx); strings.Contains(text, "hidden-token") {
		t.Error(text)
	}
}

// TestWithService checks what a service issues, and calls it with the derived client.
func TestWithService(t *testing.T) {
	box, err := authingtest.New(authingtest.WithPool(testPool, testSecret))
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	client, err := enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		t.Fatal(err)
	}
	v, err := NewSecret(testPool, testSecret)
	if err != nil {
		t.Fatal(err)
	}
	const password = authing.Secret("correct horse")
	registered, err := client.Register(t.Context(), enduser.RegisterInput{Email: "ada@example.com", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	// Someone else's client, as a browser's would be.
	user, err := client.WithToken("").Login(t.Context(), enduser.LoginInput{Email: "ada@example.com", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	handler := Middleware(v, client.WithToken(""))(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, _ := FromContext(r.Context())
		mine, _ := ClientFromContext(r.Context())
		updated, err := mine.Update(r.Context(), enduser.UpdateInput{ID: who.UserID, Nickname: new("Countess")})
		if err != nil {
			t.Error(err)
			return
		}
		fmt.Fprint(w, who.UserID, " ", who.Email, " ", updated.Nickname)
	}))
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	request.Header.Set("Authorization", "Bearer "+user.Token.Reveal())
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	if got, want := recorder.Body.String(), registered.ID+" ada@example.com Countess"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
