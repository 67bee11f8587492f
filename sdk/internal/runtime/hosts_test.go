package runtime

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

func TestRouting(t *testing.T) {
	endpoint := &Endpoint{Field: "login", Method: http.MethodGet, Path: "/oauth/x", Answer: AnswerStatus}
	tests := map[string]struct {
		options  []Option
		role     authing.Host
		graphql  string
		endpoint string
	}{
		"user":  {nil, authing.HostUser, "https://users.authing.cn/graphql", "https://users.authing.cn/oauth/x"},
		"oauth": {nil, authing.HostOAuth, "https://oauth.authing.cn/graphql", "https://oauth.authing.cn/oauth/x"},
		"base":  {nil, authing.HostBase, "https://core.authing.cn/graphql", "https://core.authing.cn/oauth/x"},
		"as the documents give it": {
			[]Option{WithHost(authing.HostUser, "https://id.example.com/graphql")},
			authing.HostUser, "https://id.example.com/graphql", "https://id.example.com/oauth/x",
		},
		"below a path": {
			[]Option{WithInsecureHTTP(), WithHost(authing.HostOAuth, "http://example.com:8080/id/graphql/")},
			authing.HostOAuth, "http://example.com:8080/id/graphql", "http://example.com:8080/id/oauth/x",
		},
		"without a path": {
			[]Option{WithHost(authing.HostUser, "https://id.example.com/")},
			authing.HostUser, "https://id.example.com/graphql", "https://id.example.com/oauth/x",
		},
		"GraphQL elsewhere": {
			[]Option{WithHost(authing.HostUser, "https://id.example.com/gql")},
			authing.HostUser, "https://id.example.com/gql", "https://id.example.com/gql/oauth/x",
		},
		"one origin": {
			[]Option{WithOrigin("http://127.0.0.1:4000")},
			authing.HostBase, "http://127.0.0.1:4000/graphql", "http://127.0.0.1:4000/oauth/x",
		},
		"a role after the origin": {
			[]Option{WithOrigin("http://127.0.0.1:4000/"), WithHost(authing.HostBase, "https://base.example.com/x/")},
			authing.HostBase, "https://base.example.com/x/graphql", "https://base.example.com/x/oauth/x",
		},
		"the origin after a role": {
			[]Option{WithHost(authing.HostBase, "https://base.example.com"), WithOrigin("http://127.0.0.1:4000/graphql")},
			authing.HostBase, "http://127.0.0.1:4000/graphql", "http://127.0.0.1:4000/oauth/x",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var seen []string
			client := newPerson(t, append(test.options, through(transport(func(req *http.Request) (*http.Response, error) {
				seen = append(seen, req.URL.String())
				return reply(200, `{"data":{}}`), nil
			})))...)
			for _, op := range []Operation{
				{Name: "X", Host: test.role, Path: "/graphql"},
				{Name: "X", Host: test.role, Endpoint: endpoint},
			} {
				if err := client.Call(op).MakeRequest(t.Context(), newRequest(), newResponse()); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff([]string{test.graphql, test.endpoint}, seen); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOriginServesPicturesAndUploads(t *testing.T) {
	client := newPerson(t, WithOrigin("http://127.0.0.1:4000/"))
	if client.CDN() != "http://127.0.0.1:4000" || client.core.hosts.upload != "http://127.0.0.1:4000/" {
		t.Errorf("cdn %s, upload %s", client.CDN(), client.core.hosts.upload)
	}
	client = newPerson(t, WithHost(authing.HostCDN, "https://cdn.example.com/a/"), WithHost(authing.HostUpload, "https://up.example.com/a/"))
	if client.CDN() != "https://cdn.example.com/a" || client.core.hosts.upload != "https://up.example.com/a/" {
		t.Errorf("cdn %s, upload %s", client.CDN(), client.core.hosts.upload)
	}
}

func TestUnknownHostIsRefused(t *testing.T) {
	_, err := send(t.Context(), newPerson(t), Operation{Name: "X", Host: "moon"}, nil)
	if err == nil || err.Error() != "authing: X: has no host" {
		t.Error(err)
	}
}

// TestBlankCredentialsAreRefused refuses what was read from a file with its line break.
func TestBlankCredentialsAreRefused(t *testing.T) {
	for name, err := range map[string]error{
		"pool":   second(New("POOL\n", Settings{Mode: SessionCredential})),
		"token":  second(New("POOL", Settings{Mode: SessionCredential, Token: "token\n"})),
		"secret": second(New("POOL", Settings{Mode: OwnerCredential, Secret: "se cret", Exchange: exchangeNothing})),
	} {
		if _, ok := errors.AsType[*authing.InputError](err); !ok {
			t.Errorf("%s: %v, want an *authing.InputError", name, err)
		}
	}
	_, err := send(t.Context(), newPerson(t).WithSession("token\n"), Operation{Name: "User", Host: authing.HostUser, Path: graphqlPath, Credential: SessionCredential}, nil)
	if _, ok := errors.AsType[*authing.InputError](err); !ok {
		t.Errorf("a derived client: %v, want an *authing.InputError", err)
	}
}

// TestZeroClient gives an error, and no panic, where New did not make the client.
func TestZeroClient(t *testing.T) {
	var client *Client
	call := client.Call(Operation{Name: "Login"})
	_, sealing := call.Seal(t.Context(), "Password", "secret")
	for what, err := range map[string]error{
		"sealing": sealing,
		"sending": second(send(t.Context(), client, Operation{Name: "Login"}, nil)),
		"do":      client.Do(t.Context(), "{ x }", nil, nil),
		"token":   second(client.Token(t.Context())),
		"derived": second(client.WithSession("token").Token(t.Context())),
	} {
		if err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if client.Pool() != "" || client.Credential() != NoCredential {
		t.Error("a zero client has a pool or a credential")
	}
}

func second[T any](_ T, err error) error { return err }

func exchangeNothing(context.Context, *Call, authing.Secret) (authing.Secret, error) { return "", nil }
