package runtime

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Khan/genqlient/graphql"
	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// keyOperation asks for the password key.
var keyOperation = Operation{Name: "password key", Host: authing.HostCore, Repeatable: true, Endpoint: &Endpoint{
	Field: "key", Method: http.MethodGet, Path: "/key", Answer: AnswerData,
}}

// otherAPI is an API that the runtime knows nothing of.
func otherAPI() API {
	return API{
		Path:         "/other/graphql",
		GraphQL:      []authing.Host{authing.HostCore},
		Hosts:        []authing.Host{authing.HostCore, authing.HostWS},
		TokenRefused: []authing.Code{authing.CodeNotSignedIn, 1010001},
		PasswordKey: func(ctx context.Context, c *Client) (string, error) {
			var answer struct{ Key *struct{ PublicKey string } }
			call := c.Call(keyOperation)
			if err := call.MakeRequest(ctx, &graphql.Request{}, &graphql.Response{Data: &answer}); err != nil {
				return "", err
			}
			if answer.Key == nil {
				return "", call.Empty()
			}
			return answer.Key.PublicKey, nil
		},
	}
}

// newOther makes a client of that API for one person.
func newOther(t *testing.T, token authing.Secret, options ...Option) *Client {
	t.Helper()
	client, err := New("POOL", Settings{API: otherAPI(), App: "APP", Mode: SessionCredential, Token: token}, options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// loginElsewhere and passwordElsewhere are operations of that API.
var (
	loginElsewhere    = Operation{Name: "Login", Host: authing.HostCore, Path: "/other/graphql"}
	passwordElsewhere = Operation{Name: "UpdatePassword", Host: authing.HostCore, Path: "/other/graphql", Credential: SessionCredential}
)

// keyService answers with the password key, and counts.
type keyService struct {
	asked  atomic.Int64
	pause  time.Duration
	answer func(n int64) (int, string)
}

func (s *keyService) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	if req.URL.Path != "/key" {
		return reply(200, `{"data":{}}`), nil
	}
	n := s.asked.Add(1)
	select {
	case <-time.After(s.pause):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	return reply(s.answer(n)), nil
}

// keyAnswer is an answer with a key.
func keyAnswer(t *testing.T, pem string) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"code": 200, "data": map[string]string{"publicKey": pem}})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// answering is a service that answers with a key, the same always, after a pause.
func answering(t *testing.T, pause time.Duration) (*keyService, *rsa.PrivateKey) {
	t.Helper()
	key, pem, _ := newKey(t, 1024)
	text := keyAnswer(t, pem)
	return &keyService{pause: pause, answer: func(int64) (int, string) { return 200, text }}, key
}

func TestPasswordKeyIsAskedForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, key := answering(t, time.Second)
		client := newOther(t, "", through(s))
		var group sync.WaitGroup
		for i := range 1000 {
			group.Go(func() { // every caller has a client of their own
				sealed, err := client.WithSession(authing.Secret(fmt.Sprint(i))).Call(loginElsewhere).Seal(t.Context(), "Password", password)
				if err != nil {
					t.Error(err)
				} else if got := open(t, key, sealed); got != password {
					t.Errorf("opened %q", got)
				}
			})
		}
		group.Wait()
		if s.asked.Load() != 1 {
			t.Errorf("asked %d times", s.asked.Load())
		}
		start := time.Now()
		if _, err := client.Call(loginElsewhere).Seal(t.Context(), "Password", password); err != nil || time.Since(start) != 0 || s.asked.Load() != 1 {
			t.Errorf("asked %d times, error %v", s.asked.Load(), err)
		}
	})
}

// TestPasswordKeyComesWhileWaiting asks no second time where the key comes after a caller
// has looked for it, and before that caller asks.
func TestPasswordKeyComesWhileWaiting(t *testing.T) {
	s, _ := answering(t, 0)
	sealer := newOther(t, "", through(s)).core.sealer
	for range 2 {
		if _, err := sealer.ask(t.Context()); err != nil || s.asked.Load() != 1 {
			t.Errorf("asked %d times, error %v", s.asked.Load(), err)
		}
	}
}

// TestPasswordKeyGiven asks nobody for a key that is configured, nor where there is no
// password.
func TestPasswordKeyGiven(t *testing.T) {
	key, pem, _ := newKey(t, 1024)
	s := &keyService{answer: func(int64) (int, string) { return 500, "" }}
	sealed, err := newOther(t, "", through(s), WithPasswordKey(pem)).Call(loginElsewhere).Seal(t.Context(), "Password", password)
	if err != nil {
		t.Fatal(err)
	}
	if got := open(t, key, sealed); got != password {
		t.Errorf("opened %q", got)
	}
	client := newOther(t, "", through(s))
	if sealed, err := client.Call(loginElsewhere).Seal(t.Context(), "Password", ""); sealed != nil || err != nil {
		t.Errorf("Seal of nothing = %v, %v", sealed, err)
	}
	// Whoever may not make the call asks for no key either.
	if _, err := client.Call(passwordElsewhere).Seal(t.Context(), "Password", password); !errors.Is(err, authing.ErrNoSession) {
		t.Errorf("error %v, want ErrNoSession", err)
	}
	owners := Operation{Name: "Remove", Host: authing.HostCore, Credential: OwnerCredential}
	if _, err := client.Call(owners).Seal(t.Context(), "Password", password); err == nil {
		t.Error("an owner's call was sealed on a person's client")
	}
	var none context.Context
	if _, err := client.Call(loginElsewhere).Seal(none, "Password", password); err == nil || err.Error() != "authing: Login: ctx is nil" {
		t.Errorf("error %v", err)
	}
	if s.asked.Load() != 0 {
		t.Errorf("asked %d times", s.asked.Load())
	}
}

// TestPasswordKeyFailureIsNotKept fails for everybody who waits, and asks again for the
// next.
func TestPasswordKeyFailureIsNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, pem, _ := newKey(t, 1024)
		good := keyAnswer(t, pem)
		s := &keyService{pause: time.Second, answer: func(n int64) (int, string) {
			if n == 1 {
				return 200, `{"code":1000,"message":"busy"}`
			}
			return 200, good
		}}
		client := newOther(t, "", through(s))
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() {
				_, err := client.Call(loginElsewhere).Seal(t.Context(), "Password", password)
				// The refusal is not one of the call's own, where the code may mean something else.
				_, refused := errors.AsType[*authing.Error](err)
				request, ok := errors.AsType[*authing.RequestError](err)
				if !ok || refused || request.Operation != "Login" || err.Error() != "authing: Login: core host: the password key could not be fetched: busy (code 1000)" {
					t.Errorf("error %v", err)
				}
			})
		}
		group.Wait()
		if _, err := client.Call(loginElsewhere).Seal(t.Context(), "Password", password); err != nil || s.asked.Load() != 2 {
			t.Errorf("asked %d times, error %v", s.asked.Load(), err)
		}
	})
}

// TestPasswordKeyIsTriedAgain as any question that may be repeated.
func TestPasswordKeyIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, pem, _ := newKey(t, 1024)
		good := keyAnswer(t, pem)
		s := &keyService{answer: func(n int64) (int, string) {
			if n < 3 {
				return 503, ""
			}
			return 200, good
		}}
		if _, err := newOther(t, "", through(s)).Call(loginElsewhere).Seal(t.Context(), "Password", password); err != nil || s.asked.Load() != 3 {
			t.Errorf("asked %d times, error %v", s.asked.Load(), err)
		}
	})
}

func TestPasswordKeyHonoursTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := answering(t, 5*time.Second)
		client := newOther(t, "", through(s))
		var group sync.WaitGroup
		group.Go(func() { // the first caller asks and leaves
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			start := time.Now()
			_, err := client.Call(loginElsewhere).Seal(ctx, "Password", password)
			request, ok := errors.AsType[*authing.RequestError](err)
			if !ok || request.Operation != "Login" || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
				t.Errorf("after %v: error %v", time.Since(start), err)
			}
		})
		group.Go(func() { // the second one gets the key all the same
			time.Sleep(500 * time.Millisecond)
			if _, err := client.Call(loginElsewhere).Seal(t.Context(), "Password", password); err != nil {
				t.Error(err)
			}
		})
		group.Wait()
		if s.asked.Load() != 1 {
			t.Errorf("asked %d times", s.asked.Load())
		}
	})
}

func TestPasswordKeyThatIsNone(t *testing.T) {
	_, huge, _ := newKey(t, 1024)
	const place = "authing: Login: core host: the password key could not be fetched: the answer"
	for name, test := range map[string]struct{ answer, want string }{
		"not PEM":     {`{"code":200,"data":{"publicKey":"` + password + `"}}`, place + " holds no key that passwords can be encrypted with: it is not in PEM"},
		"no key":      {`{"code":200,"data":{}}`, place + " holds no key that passwords can be encrypted with: it is not in PEM"},
		"another PEM": {keyAnswer(t, strings.Replace(huge, "MI", "AA", 1)), place + " holds no key that passwords can be encrypted with: it is not a public key in PKIX or PKCS #1"},
		"no data":     {`{"code":200}`, "authing: Login: core host: the password key could not be fetched: the service found nothing"},
		"no JSON":     {`<html>`, place + " is HTML, not JSON (HTTP 200)"},
		"a number":    {`{"code":200,"data":{"publicKey":1}}`, place + " has a number in key.PublicKey where none is due (HTTP 200)"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &keyService{answer: func(int64) (int, string) { return 200, test.answer }}
			sealed, err := newOther(t, "", through(s)).Call(loginElsewhere).Seal(t.Context(), "Password", password)
			if sealed != nil || err == nil || !strings.EqualFold(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
			checkPrinting(t, err)
		})
	}
}

// TestHeadersOfAnAPI sends them with every request, and no other client sends them.
func TestHeadersOfAnAPI(t *testing.T) {
	own := http.Header{"X-Pool": {"POOL"}, "X-App": {"APP"}}
	settings := Settings{API: otherAPI(), Mode: OwnerCredential, Secret: poolSecret, Exchange: exchange, Headers: own}
	_, pem, _ := newKey(t, 1024)
	key := keyAnswer(t, pem)
	var seen []string
	through := through(transport(func(req *http.Request) (*http.Response, error) {
		seen = append(seen, fmt.Sprint(req.Method, " ", req.URL, " ", req.Header["X-Pool"], req.Header["X-App"]))
		if req.URL.Path == "/key" {
			return reply(200, key), nil
		}
		return reply(200, issued("OWNER")), nil
	}))
	client, err := New("POOL", settings, through)
	if err != nil {
		t.Fatal(err)
	}
	own.Set("X-Pool", "changed later")
	call := client.Call(Operation{Name: "Create", Host: authing.HostCore, Path: "/other/graphql", Credential: OwnerCredential})
	if _, err := call.Seal(t.Context(), "Password", password); err != nil {
		t.Fatal(err)
	}
	if err := call.MakeRequest(t.Context(), newRequest(), newResponse()); err != nil {
		t.Fatal(err)
	}
	if err := client.Do(t.Context(), "{ x }", nil, nil); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"GET https://core.authing.cn/key [POOL] [APP]",
		"POST https://core.authing.cn/other/graphql [POOL] [APP]", // for the owner token
		"POST https://core.authing.cn/other/graphql [POOL] [APP]",
		"POST https://core.authing.cn/other/graphql [POOL] [APP]",
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
	seen = nil
	if _, err := send(t.Context(), newPerson(t, through), login, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"POST https://users.authing.cn/graphql [] []"}, seen); diff != "" {
		t.Error(diff)
	}
}

// TestHostsOfAnAPI finds the ws host beside the core host.
func TestHostsOfAnAPI(t *testing.T) {
	core := func(url string) Option { return WithHost(authing.HostCore, url) }
	for name, test := range map[string]struct {
		options  []Option
		core, ws string
	}{
		"the public service": {nil, "https://core.authing.cn", "https://ws.authing.cn"},
		"follows core":       {[]Option{core("https://core.example.com:8443/")}, "https://core.example.com:8443", "https://ws.example.com:8443"},
		"below a path":       {[]Option{core("https://id.corp.example.com/authing/")}, "https://id.corp.example.com/authing", "https://ws.corp.example.com/authing"},
		"GraphQL's address":  {[]Option{core("https://id.example.com/other/graphql")}, "https://id.example.com", "https://ws.example.com"},
		"set":                {[]Option{core("https://id.example.com"), WithHost(authing.HostWS, "https://ad.example.com/")}, "https://id.example.com", "https://ad.example.com"},
		"set before":         {[]Option{WithHost(authing.HostWS, "https://ad.example.com"), core("https://id.example.com")}, "https://id.example.com", "https://ad.example.com"},
		"one origin":         {[]Option{WithOrigin("https://id.example.com/")}, "https://id.example.com", "https://id.example.com"},
		"GraphQL's origin":   {[]Option{WithOrigin("https://id.example.com/other/graphql")}, "https://id.example.com", "https://id.example.com"},
		"core after origin":  {[]Option{WithOrigin("https://id.example.com"), core("https://core.example.com")}, "https://core.example.com", "https://id.example.com"},
		"origin after core":  {[]Option{core("https://core.example.com"), WithOrigin("https://id.example.com")}, "https://id.example.com", "https://id.example.com"},
		"an IP address":      {[]Option{core("https://10.0.0.1:8443")}, "https://10.0.0.1:8443", "https://10.0.0.1:8443"},
		"IPv6":               {[]Option{core("https://[2001:db8::1]:8443/x")}, "https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x"},
		"IPv4 within IPv6":   {[]Option{core("https://[::ffff:10.0.0.1]")}, "https://[::ffff:10.0.0.1]", "https://[::ffff:10.0.0.1]"},
		"one label":          {[]Option{core("http://localhost:4000")}, "http://localhost:4000", "http://localhost:4000"},
		"two labels":         {[]Option{core("https://example.com:8443")}, "https://example.com:8443", "https://example.com:8443"},
		"two and the root":   {[]Option{core("https://example.com.")}, "https://example.com.", "https://example.com."},
	} {
		t.Run(name, func(t *testing.T) {
			hosts := newOther(t, "", test.options...).core.hosts
			if hosts.core.prefix != test.core || hosts.ws.prefix != test.ws {
				t.Errorf("core %s, ws %s, want %s, %s", hosts.core.prefix, hosts.ws.prefix, test.core, test.ws)
			}
			for role, want := range map[authing.Host]string{authing.HostCore: test.core, authing.HostWS: test.ws} {
				if host, ok := hosts.of(role); !ok || host.prefix != want {
					t.Errorf("the host of %s is %+v", role, host)
				}
			}
		})
	}
}

// TestHostsOfOthersAreRefused on both sides.
func TestHostsOfOthersAreRefused(t *testing.T) {
	_, other := New("POOL", Settings{API: otherAPI(), Mode: SessionCredential}, WithHost(authing.HostUser, "https://users.example.com"))
	_, classic := New("POOL", Settings{Mode: SessionCredential}, WithHost(authing.HostWS, "https://ws.example.com"))
	for err, want := range map[error]string{
		other:   `authing: New: WithHost("user") names no role of a host that this client asks: give one of ["core" "ws"]`,
		classic: `authing: New: WithHost("ws") names no role of a host that this client asks: give one of ["user" "oauth" "base" "cdn" "upload"]`,
	} {
		if err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	err := newOther(t, "").Do(t.Context(), "{ x }", nil, nil, authing.OnHost(authing.HostUser))
	if want := `authing: Do: OnHost names a host without GraphQL: give one of ["core"]`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	if _, err := New("POOL", Settings{API: otherAPI(), App: "AP P", Mode: SessionCredential}); err == nil {
		t.Error("an application ID with a space is taken")
	}
}

// TestTokensRefusedByAnAPI end the session by the codes of that API alone.
func TestTokensRefusedByAnAPI(t *testing.T) {
	me := Operation{Name: "Me", Host: authing.HostCore, Path: "/other/graphql", Credential: SessionCredential}
	classic := Operation{Name: "Me", Host: authing.HostUser, Path: "/graphql", Credential: SessionCredential}
	for _, test := range []struct {
		code   authing.Code
		status int
		other  bool // whether it ends a session of the other API
		users  bool // of the classic one
	}{
		{2020, 200, true, false}, {2020, 401, true, false}, {1010001, 200, true, false},
		{2206, 200, false, true}, {2207, 200, false, true}, {1001, 200, false, false}, {2333, 200, false, false},
	} {
		answer := through(always(test.status, fmt.Sprintf(`{"errors":[{"message":{"code":%d,"message":"m"}}]}`, test.code)))
		check := func(client *Client, op Operation, ended bool) {
			_, err := send(t.Context(), client, op, nil)
			if !errors.Is(err, test.code) || errors.Is(err, authing.ErrSessionEnded) != ended || (tokenOf(t, client) == "") != ended {
				t.Errorf("code %d on %s: token left %v, error %v", int(test.code), op.Host, tokenOf(t, client) != "", err)
			}
		}
		check(newOther(t, userToken, answer), me, test.other)
		check(newPerson(t, answer), classic, test.users)
	}
}

// TestOwnerTokenRefusedByAnAPI is renewed, and the call sent once more.
func TestOwnerTokenRefusedByAnAPI(t *testing.T) {
	var exchanges int
	client, err := New("POOL", Settings{API: otherAPI(), Mode: OwnerCredential, Secret: poolSecret, Exchange: exchange}, through(transport(func(req *http.Request) (*http.Response, error) {
		switch req.Header.Get("Authorization") {
		case "":
			exchanges++
			return reply(200, issued(authing.Secret(fmt.Sprint("OWNER-", exchanges)))), nil
		case "Bearer OWNER-1":
			return reply(200, `{"errors":[{"message":{"code":2020,"message":"m"}}]}`), nil
		}
		return reply(200, `{"data":{}}`), nil
	})))
	if err != nil {
		t.Fatal(err)
	}
	remove := Operation{Name: "Remove", Host: authing.HostCore, Path: "/other/graphql", Credential: OwnerCredential}
	if _, err := send(t.Context(), client, remove, nil); err != nil || exchanges != 2 {
		t.Errorf("%d exchanges, error %v", exchanges, err)
	}
}
