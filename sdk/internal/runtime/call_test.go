package runtime

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

func TestRequestOnTheWire(t *testing.T) {
	var method, path, contentType, accept string
	var body map[string]any
	var lengthKnown bool
	client := newPerson(t, serve(t, func(w http.ResponseWriter, req *http.Request) {
		method, path, contentType, accept = req.Method, req.URL.Path, req.Header.Get("Content-Type"), req.Header.Get("Accept")
		lengthKnown = req.ContentLength > 0
		if err := json.NewDecoder(req.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		io.WriteString(w, `{"data":{"login":{"_id":"1","token":"T"}}}`)
	}))
	data, err := send(t.Context(), client, login, &struct {
		Email string `json:"email"`
	}{"ada@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	if data.Login == nil || data.Login.ID != "1" || data.Login.Token.Reveal() != "T" {
		t.Errorf("the answer is %+v", data.Login)
	}
	want := map[string]any{
		"operationName": "Login",
		"query":         "query Login { login { _id } }",
		"variables":     map[string]any{"email": "ada@example.com"},
	}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Error(diff)
	}
	if method != "POST" || path != "/graphql" || contentType != "application/json" || accept != "application/json" || !lengthKnown {
		t.Error(method, path, contentType, accept, lengthKnown)
	}
}

func TestCredentials(t *testing.T) {
	var authorization []string
	answer := through(transport(func(req *http.Request) (*http.Response, error) {
		authorization = append(authorization, req.Header.Get("Authorization"))
		return reply(200, `{"data":{}}`), nil
	}))
	person, manager := newPerson(t, answer), newManager(t, answer)
	tests := map[string]struct {
		client     *Client
		credential Credential
		want       []string // the Authorization headers sent
		err        string
	}{
		"person, none":     {person, NoCredential, []string{""}, ""},
		"person, session":  {person, SessionCredential, []string{"Bearer " + userToken}, ""},
		"person, owner":    {person, OwnerCredential, nil, "authing: X: needs the pool's owner, and this client acts for one person"},
		"nobody, none":     {person.WithSession(""), NoCredential, []string{""}, ""},
		"nobody, session":  {person.WithSession(""), SessionCredential, nil, "authing: X: nobody is signed in: sign in first, or give the client a token"},
		"manager, none":    {manager, NoCredential, []string{""}, ""},
		"manager, owner":   {manager, OwnerCredential, []string{"Bearer " + managerToken}, ""},
		"manager, session": {manager, SessionCredential, nil, "authing: X: acts for the person signed in, and the pool's owner is nobody signed in"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			authorization = nil
			_, err := send(t.Context(), test.client, Operation{Name: "X", Host: authing.HostUser, Path: "/graphql", Credential: test.credential}, nil)
			if text := fmt.Sprint(err); err != nil && text != test.err || err == nil && test.err != "" {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if diff := cmp.Diff(test.want, authorization); diff != "" {
				t.Error(diff)
			}
		})
	}
	_, err := send(t.Context(), person.WithSession(""), Operation{Name: "X", Host: authing.HostUser, Credential: SessionCredential}, nil)
	if !errors.Is(err, authing.ErrNoSession) {
		t.Errorf("%v is not ErrNoSession", err)
	}
}

func TestSession(t *testing.T) {
	client := newPerson(t).WithSession("")
	call := client.Call(login)
	if err := call.StartSession(t.Context(), userToken); err != nil || tokenOf(t, client) != userToken {
		t.Errorf("token %q, error %v", tokenOf(t, client).Reveal(), err)
	}
	var request *authing.RequestError
	if err := call.StartSession(t.Context(), ""); !errors.As(err, &request) || tokenOf(t, client) != userToken {
		t.Errorf("an empty token started a session: %v", err)
	}
	for _, unsendable := range []authing.Secret{"A B", "A\n", "A\x00", " "} {
		if err := call.StartSession(t.Context(), unsendable); !errors.As(err, &request) || tokenOf(t, client) != userToken {
			t.Errorf("a token that cannot be sent started a session: %v", err)
		}
	}
	call.EndSession(t.Context())
	if tokenOf(t, client) != "" {
		t.Error("the session did not end")
	}
	manager := newManager(t)
	var input *authing.InputError
	if err := manager.Call(login).StartSession(t.Context(), userToken); !errors.As(err, &input) {
		t.Errorf("a session started on an owner's client: %v", err)
	}
	manager.Call(login).EndSession(t.Context())
	if authorization, err := manager.core.owner.authorization(t.Context()); err != nil || authorization.header[0] != "Bearer "+managerToken {
		t.Error("the owner's credential changed")
	}
}

func TestCallHelpers(t *testing.T) {
	call := newPerson(t).Call(login)
	for code, want := range map[authing.Secret]int{"1234": 1234, "0042": 42, "": -1, "12a": -1, "-1": -1, "+1": -1, " 1": -1, "99999999999": -1} {
		got, err := call.Digits("PhoneCode", code)
		if err != nil {
			got = -1
			if err.Error() != "authing: Login: PhoneCode has to be a number of digits alone" {
				t.Error(err)
			}
		}
		if got != want {
			t.Errorf("Digits(%q) = %d", code.Reveal(), got)
		}
	}
	if joined, err := call.Join("IDs", []string{"a", "b"}); err != nil || joined != "a,b" {
		t.Error(joined, err)
	}
	if joined, err := call.Join("IDs", nil); err != nil || joined != "" {
		t.Error(joined, err)
	}
	for _, list := range [][]string{{"a", ""}, {"a,b"}} {
		if _, err := call.Join("IDs", list); err == nil {
			t.Errorf("Join(%q) succeeded", list)
		}
	}
	if err := call.Missing("Email and Password, or Phone"); err.Error() != "authing: Login: Email and Password, or Phone is required" {
		t.Error(err)
	}
	if err := call.Empty(); !errors.Is(err, authing.ErrNotFound) || err.Error() != "authing: Login: the service found nothing" {
		t.Error(err)
	}
	for _, code := range []*int{nil, new(200)} {
		if message, err := call.Outcome(code, "sent"); err != nil || message != "sent" {
			t.Error(message, err)
		}
	}
	if _, err := call.Outcome(new(2026), "m"); !errors.Is(err, authing.CodeUserExists) || err.Error() != "authing: Login: m (code 2026)" {
		t.Error(err)
	}
}

// TestFaults runs a call against a server that misbehaves.
func TestFaults(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		want    string // the end of the error's text
		is      error
	}{
		"HTML": {
			func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>"+phone) },
			"the answer is HTML, not JSON (HTTP 200)", nil,
		},
		"HTML and a status": {
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503); io.WriteString(w, "<html>"+phone) },
			"HTTP 503 Service Unavailable", nil,
		},
		"an unknown status": {
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(599) },
			"HTTP 599", nil,
		},
		"broken JSON": {
			func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"data":{"login":{"_id":"`+phone) },
			"the answer is not valid JSON (HTTP 200)", nil,
		},
		"nothing": {
			func(http.ResponseWriter, *http.Request) {},
			"the answer is empty (HTTP 200)", nil,
		},
		"another JSON": {
			func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `["`+phone+`"]`) },
			"the answer is not a JSON object (HTTP 200)", nil,
		},
		"null": {
			func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `null`) },
			"the answer holds neither data nor errors (HTTP 200)", nil,
		},
		"an object without data": {
			func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"hello":"`+phone+`"}`) },
			"the answer holds neither data nor errors (HTTP 200)", nil,
		},
		"a number too large": {
			func(w http.ResponseWriter, _ *http.Request) {
				io.WriteString(w, `{"data":{"login":{"_id":`+phone+`}}}`)
			},
			"the answer has a number in data.login._id where none is due (HTTP 200)", nil,
		},
		"cut short": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "1000")
				io.WriteString(w, `{"data":`)
			},
			"the answer broke off: unexpected EOF", io.ErrUnexpectedEOF,
		},
		"dropped": {
			func(w http.ResponseWriter, _ *http.Request) { drop(t, w) },
			"the connection was closed without an answer: EOF", io.EOF,
		},
		"no HTTP": {
			func(w http.ResponseWriter, _ *http.Request) {
				conn, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				io.WriteString(conn, phone+" "+userToken+"\r\n\r\n")
				conn.Close()
			},
			"the request failed (*fmt.wrapError)", nil,
		},
		"a redirect that is no address": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "http://[::1/"+phone)
				w.WriteHeader(302)
			},
			"the request failed (*errors.errorString)", nil,
		},
		"too many redirects": {
			func(w http.ResponseWriter, req *http.Request) { http.Redirect(w, req, "/x/"+phone, http.StatusFound) },
			"stopped after 10 redirects", nil,
		},
		"too large, announced": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "50000000")
				io.CopyN(w, filler{}, 50_000_000)
			},
			"the answer is larger than 100000 bytes", nil,
		},
		"too large, not announced": {
			func(w http.ResponseWriter, _ *http.Request) { io.CopyN(w, filler{}, 50_000_000) },
			"the answer is larger than 100000 bytes", nil,
		},
		"too large, compressed": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				packer := gzip.NewWriter(w)
				io.CopyN(packer, filler{}, 50_000_000)
				packer.Close()
			},
			"the answer is larger than 100000 bytes", nil,
		},
		"deep": {
			func(w http.ResponseWriter, _ *http.Request) {
				io.WriteString(w, `{"data":`+strings.Repeat("[", 20_000))
			},
			"the answer is not valid JSON (HTTP 200)", nil,
		},
		"slow headers": {
			func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() },
			"no answer within 100ms: context deadline exceeded", context.DeadlineExceeded,
		},
		"slow body": {
			func(w http.ResponseWriter, req *http.Request) {
				io.WriteString(w, `{"data":`)
				http.NewResponseController(w).Flush()
				<-req.Context().Done()
			},
			"no answer within 100ms: context deadline exceeded", context.DeadlineExceeded,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			limit := time.Minute // no machine is so busy that it decides
			if errors.Is(test.is, context.DeadlineExceeded) {
				limit = 100 * time.Millisecond
			}
			client := newPerson(t, serve(t, func(w http.ResponseWriter, req *http.Request) {
				io.Copy(io.Discard, req.Body) // so that the server notices when the client goes
				test.handler(w, req)
			}), WithResponseLimit(100_000), WithTimeout(limit), WithRetry(authing.Retry{Attempts: 1}))
			for _, op := range []Operation{login, {Name: "Login", Host: authing.HostUser, Repeatable: true, Endpoint: &Endpoint{
				Field: "login", Method: http.MethodGet, Path: "/send/" + phone, Answer: AnswerData,
			}}} {
				if op.Endpoint != nil && (name == "null" || name == "an object without data" || name == "a number too large") {
					continue // fine for an endpoint, or of another shape there
				}
				_, err := send(t.Context(), client, op, nil)
				request, ok := errors.AsType[*authing.RequestError](err)
				if !ok {
					t.Fatalf("error %v (%T)", err, err)
				}
				want := "authing: Login: user host: " + test.want
				if diff := cmp.Diff(want, err.Error()); diff != "" {
					t.Error(diff)
				}
				if test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("%v is not %v", err, test.is)
				}
				checkPrinting(t, err)
				checkPrinting(t, request.Err)
			}
		})
	}
}

// filler is a reader without end.
type filler struct{}

func (filler) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// drop closes a connection without an answer.
func drop(t *testing.T, w http.ResponseWriter) {
	t.Helper()
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	conn.Close()
}

func TestHostNotThere(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	_, err = send(t.Context(), newPerson(t, WithOrigin("http://"+listener.Addr().String())), login, nil)
	if _, ok := errors.AsType[*net.OpError](err); !ok || !strings.Contains(err.Error(), "refused") {
		t.Errorf("error %v", err)
	}
}

// TestTransportOfTheCaller has an HTTP client whose errors quote the address.
func TestTransportOfTheCaller(t *testing.T) {
	own := errors.New("no way")
	client := newPerson(t, through(transport(func(req *http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("giving up on %s: %w", req.URL, own)
	})))
	op := Operation{Name: "Send", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Method: http.MethodGet, Path: "/send/" + phone}}
	_, err := send(t.Context(), client, op, nil)
	if !errors.Is(err, own) {
		t.Errorf("%v is not the transport's own error", err)
	}
	checkPrinting(t, err)
}

func TestContextEndsTheCall(t *testing.T) {
	arrived := make(chan struct{}, 1)
	client := newPerson(t, serve(t, func(_ http.ResponseWriter, req *http.Request) {
		io.Copy(io.Discard, req.Body)
		arrived <- struct{}{}
		<-req.Context().Done()
	}))
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("the user went home")
	go func() { <-arrived; cancel(reason) }()
	start := time.Now()
	_, err := send(ctx, client, login, nil)
	if !errors.Is(err, context.Canceled) || !errors.Is(err, reason) || err.Error() != "authing: Login: user host: context canceled" {
		t.Errorf("error %v", err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err = send(ctx, client, login, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	var none context.Context
	if _, err = send(none, client, login, nil); err == nil || err.Error() != "authing: Login: ctx is nil" {
		t.Errorf("error %v", err)
	}
}

// TestVariablesThatJSONCannotSay has a value whose encoder quotes it in its error.
func TestVariablesThatJSONCannotSay(t *testing.T) {
	variables := &struct {
		Value json.RawMessage `json:"value"`
	}{json.RawMessage(password)}
	for _, op := range []Operation{login, {Name: "Login", Host: authing.HostUser, Endpoint: &Endpoint{Path: "/"}}} {
		_, err := send(t.Context(), newPerson(t), op, variables)
		if _, ok := errors.AsType[*authing.InputError](err); !ok {
			t.Errorf("error %v", err)
		}
		checkPrinting(t, err)
	}
}

// TestConnectionsAreKept checks that answers are read to their end, failures too.
func TestConnectionsAreKept(t *testing.T) {
	var connections, count atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		io.Copy(io.Discard, req.Body)
		switch count.Add(1) % 3 {
		case 0:
			w.WriteHeader(500)
			io.WriteString(w, strings.Repeat("x", 100_000))
		case 1:
			io.WriteString(w, `{"errors":[{"message":"no"}]}`+strings.Repeat(" ", 100_000))
		default:
			io.WriteString(w, `{"data":{}}`)
		}
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	client := newPerson(t, WithOrigin(server.URL))
	status := Operation{Name: "X", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Method: http.MethodGet, Path: "/", Answer: AnswerStatus}}
	for range 6 {
		_, _ = send(t.Context(), client, login, nil)
		_ = client.Call(status).MakeRequest(t.Context(), newRequest(), newResponse())
	}
	if got := connections.Load(); got != 1 {
		t.Errorf("%d connections", got)
	}
}

// TestNothingIsReplayed drops a connection that was used before, without an answer:
// net/http sends what it takes for harmless again.
func TestNothingIsReplayed(t *testing.T) {
	get := &Endpoint{Field: "login", Method: http.MethodGet, Path: "/send", Answer: AnswerStatus}
	post := &Endpoint{Field: "login", Method: http.MethodPost, Path: "/send", Answer: AnswerStatus}
	form := &Endpoint{Field: "login", Method: http.MethodPost, Path: "/send", Answer: AnswerStatus, Body: FormBody, Arguments: []Argument{{Name: "a", Value: `"b"`}}}
	tests := map[string]struct {
		op       Operation
		arrivals int64
	}{
		"mutation":       {Operation{Name: "X", Host: authing.HostUser, Path: "/graphql"}, 1},
		"GET":            {Operation{Name: "X", Host: authing.HostUser, Endpoint: get}, 1},
		"POST":           {Operation{Name: "X", Host: authing.HostUser, Endpoint: post}, 1},
		"form":           {Operation{Name: "X", Host: authing.HostUser, Endpoint: form}, 1},
		"repeatable GET": {Operation{Name: "X", Host: authing.HostUser, Endpoint: get, Repeatable: true}, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var arrivals atomic.Int64
			var lengths, encodings sync.Map
			client := newPerson(t, serve(t, func(w http.ResponseWriter, req *http.Request) {
				io.Copy(io.Discard, req.Body)
				if req.URL.Path == "/warm" {
					return
				}
				lengths.Store(req.ContentLength, true)
				encodings.Store(len(req.TransferEncoding), true)
				if arrivals.Add(1) == 1 {
					drop(t, w)
					return
				}
				io.WriteString(w, `{"data":{}}`)
			}))
			warm := Operation{Name: "warm", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Method: http.MethodGet, Path: "/warm", Answer: AnswerStatus}}
			if err := client.Call(warm).MakeRequest(t.Context(), newRequest(), newResponse()); err != nil {
				t.Fatal(err)
			}
			err := client.Call(test.op).MakeRequest(t.Context(), newRequest(), newResponse())
			if (err == nil) != test.op.Repeatable {
				t.Errorf("error %v", err)
			}
			if got := arrivals.Load(); got != test.arrivals {
				t.Errorf("arrived %d times, want %d", got, test.arrivals)
			}
			if _, chunked := encodings.Load(1); chunked {
				t.Error("sent in chunks")
			}
			if test.op.Endpoint == get {
				if _, bare := lengths.Load(int64(0)); !bare {
					t.Error("a GET came with a body")
				}
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	type arrival struct{ Method, Authorization, Referer, Body string }
	var mu sync.Mutex
	var arrivals []arrival
	record := func(req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		mu.Lock()
		defer mu.Unlock()
		arrivals = append(arrivals, arrival{req.Method, req.Header.Get("Authorization"), req.Header.Get("Referer"), string(body)})
	}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		record(req)
		io.WriteString(w, `{"data":{}}`)
	}))
	t.Cleanup(other.Close)
	endpoint := func(method string, status string, to string) *Endpoint {
		return &Endpoint{Field: "login", Method: method, Path: "/redirect?status=" + status + "&to=" + to, Answer: AnswerStatus}
	}
	tests := map[string]struct {
		op   Operation
		want []arrival // behind the redirect
		err  string
	}{
		"GET, same host":       {Operation{Repeatable: true, Endpoint: endpoint("GET", "302", "same")}, []arrival{{"GET", "Bearer " + userToken, "", ""}}, ""},
		"GET, other host":      {Operation{Repeatable: true, Endpoint: endpoint("GET", "302", "other")}, []arrival{{"GET", "", "", ""}}, ""},
		"GET once, same host":  {Operation{Endpoint: endpoint("GET", "302", "same")}, []arrival{{"GET", "Bearer " + userToken, "", ""}}, ""},
		"GET once, other, 307": {Operation{Endpoint: endpoint("GET", "307", "other")}, nil, "HTTP 307 Temporary Redirect"},
		"query, other, 307":    {Operation{Repeatable: true, Path: "/redirect"}, nil, "HTTP 307 Temporary Redirect"},
		"query, same, 307":     {Operation{Repeatable: true, Path: "/redirect?to=same"}, []arrival{{"POST", "Bearer " + userToken, "", `{"query":"query X { login { _id } }","operationName":"X"}`}}, "the answer is empty (HTTP 200)"},
		"mutation, same, 307":  {Operation{Path: "/redirect?to=same"}, nil, "HTTP 307 Temporary Redirect"},
		"mutation, other, 307": {Operation{Path: "/redirect"}, nil, "HTTP 307 Temporary Redirect"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			arrivals = nil
			client := newPerson(t, serve(t, func(w http.ResponseWriter, req *http.Request) {
				switch {
				case req.URL.Path != "/redirect":
					record(req)
					return
				case req.URL.Query().Get("to") == "same":
					w.Header().Set("Location", "/same")
				default:
					w.Header().Set("Location", other.URL)
				}
				if req.URL.Query().Get("status") == "302" {
					w.WriteHeader(302)
					return
				}
				w.WriteHeader(307)
			}))
			test.op.Name, test.op.Host, test.op.Credential = "X", authing.HostUser, SessionCredential
			err := client.Call(test.op).MakeRequest(t.Context(), newRequest(), newResponse())
			if err == nil && test.err != "" || err != nil && !strings.HasSuffix(err.Error(), ": "+test.err) {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if diff := cmp.Diff(test.want, arrivals); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRedirectIsNotReplayed redirects a request that must arrive once to a connection
// that dies.
func TestRedirectIsNotReplayed(t *testing.T) {
	var arrivals atomic.Int64
	client := newPerson(t, serve(t, func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/redirect" {
			http.Redirect(w, req, "/send", http.StatusFound)
			return
		}
		arrivals.Add(1)
		drop(t, w)
	}))
	op := Operation{Name: "X", Host: authing.HostUser, Endpoint: &Endpoint{Field: "login", Method: http.MethodGet, Path: "/redirect"}}
	err := client.Call(op).MakeRequest(t.Context(), newRequest(), newResponse())
	if err == nil || arrivals.Load() != 1 {
		t.Errorf("arrived %d times, error %v", arrivals.Load(), err)
	}
}

func TestRedirectCheckOfTheCallerIsKept(t *testing.T) {
	own := errors.New("no redirects")
	given := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return own }}
	client := newPerson(t, serve(t, func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, "/x", http.StatusFound)
	}), WithHTTPClient(given))
	if _, err := send(t.Context(), client, login, nil); !errors.Is(err, own) {
		t.Errorf("error %v", err)
	}
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	client := newPerson(t, serve(t, func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		var sent struct{ Variables struct{ ID string } }
		json.Unmarshal(body, &sent)
		fmt.Fprintf(w, `{"data":{"login":{"_id":%q}}}%s`, sent.Variables.ID, bytes.Repeat([]byte(" "), len(sent.Variables.ID)))
	}))
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 20 {
				id := fmt.Sprintf("%d-%d-%s", i, j, strings.Repeat("x", i*j))
				data, err := send(t.Context(), client, login, &struct{ ID string }{id})
				if err != nil || data.Login.ID != id {
					t.Errorf("answer %+v, error %v", data, err)
				}
				if err := client.Call(login).StartSession(t.Context(), userToken); err != nil {
					t.Error(err)
				}
				_ = tokenOf(t, client)
			}
		})
	}
	group.Wait()
}
