package composite

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/faults"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

func TestPreflight(t *testing.T) {
	down := map[string]bool{} // by host
	slow := map[string]bool{}
	tests := map[string]struct {
		in    authing.PreflightInput
		down  []string
		slow  []string
		want  string // the error's text; "" for none
		hosts []authing.Host
		took  time.Duration
	}{
		"all is well":             {in: authing.PreflightInput{CDN: true}},
		"nobody asks for the CDN": {down: []string{"cdn.localhost"}},
		"the CDN": {
			in: authing.PreflightInput{CDN: true}, down: []string{"cdn.localhost"},
			want: "authing: Preflight: cdn host: HTTP 500 Internal Server Error", hosts: []authing.Host{authing.HostCDN},
		},
		"a refusal": {
			down: []string{"oauth.localhost", "users.localhost"},
			want: "authing: Preflight: user host: authing: Preflight: closed (code 1000)\n" +
				"authing: Preflight: oauth host: HTTP 500 Internal Server Error",
			hosts: []authing.Host{authing.HostUser, authing.HostOAuth},
		},
		"at the same time": {
			in: authing.PreflightInput{CDN: true}, slow: []string{"oauth.localhost", "users.localhost", "cdn.localhost"},
			want: "authing: Preflight: user host: no answer within 5s: context deadline exceeded\n" +
				"authing: Preflight: oauth host: no answer within 5s: context deadline exceeded\n" +
				"authing: Preflight: cdn host: no answer within 5s: context deadline exceeded",
			hosts: []authing.Host{authing.HostUser, authing.HostOAuth, authing.HostCDN},
			took:  5 * time.Second,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			clear(down)
			clear(slow)
			for _, host := range test.down {
				down[host] = true
			}
			for _, host := range test.slow {
				slow[host] = true
			}
			synctest.Test(t, func(t *testing.T) {
				server := faults.NewServer(t, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
					switch {
					case req.Header.Get("Authorization") != "":
						t.Error("a credential was sent")
					case slow[req.Host]:
						<-req.Context().Done()
					case down[req.Host]:
						w.WriteHeader(http.StatusInternalServerError)
						if req.Host == "users.localhost" {
							_, _ = io.WriteString(w, `{"code":1000,"message":"closed"}`)
						}
					}
				}))
				defer server.Close()
				client, err := runtime.New("POOL", runtime.Settings{Mode: runtime.OwnerCredential, Token: "T"},
					runtime.WithHost(authing.HostUser, "http://users.localhost"), runtime.WithHost(authing.HostOAuth, "http://oauth.localhost"),
					runtime.WithHost(authing.HostCDN, "http://cdn.localhost"), runtime.WithHTTPClient(server.Client),
					runtime.WithTimeout(5*time.Second), runtime.WithRetry(authing.Retry{Attempts: 1}))
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				err = Preflight(t.Context(), client, test.in)
				if took := time.Since(start); took != test.took {
					t.Errorf("took %v", took)
				}
				text := ""
				if err != nil {
					text = err.Error()
				}
				if diff := cmp.Diff(test.want, text); diff != "" {
					t.Error(diff)
				}
				var hosts []authing.Host
				if joined, ok := err.(interface{ Unwrap() []error }); ok {
					for _, problem := range joined.Unwrap() {
						if request, ok := errors.AsType[*authing.RequestError](problem); ok {
							hosts = append(hosts, request.Host)
						}
					}
				}
				if diff := cmp.Diff(test.hosts, hosts); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}
