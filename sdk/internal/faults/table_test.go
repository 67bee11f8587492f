package faults_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	coreuser "github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/internal/faults"
	"github.com/authing-community/authing-go/sdk/management"
)

// kind is one kind of operation.
type kind struct {
	name       string
	repeatable bool
	call       func(context.Context, *clients) error
	at         func(*http.Request) bool // the request that meets the faults; nil for each
}

type clients struct {
	owner  *management.Client
	person *enduser.Client
	core   func() (*coreuser.Client, error) // makes one, which knows no password key yet
}

const managerToken = "MANAGER"

// kinds are the kinds of operations, each with a method of that kind.
var kinds = []kind{
	{"query", true, func(ctx context.Context, c *clients) error {
		_, err := c.owner.User(ctx, "USER")
		return err
	}, nil},
	{"mutation", false, func(ctx context.Context, c *clients) error {
		_, err := c.owner.Register(ctx, management.RegisterInput{Email: "ada@example.com", Password: "engine"})
		return err
	}, nil},
	{"GET", true, func(ctx context.Context, c *clients) error {
		_, err := c.person.GenQRCode(ctx, enduser.GenQRCodeInput{})
		return err
	}, nil},
	{"SMS", false, func(ctx context.Context, c *clients) error {
		_, err := c.person.SendRegisterPhoneCode(ctx, "13100000042")
		return err
	}, nil},
	{"form", false, func(ctx context.Context, c *clients) error {
		_, err := c.person.RefreshOIDCToken(ctx, enduser.RefreshOIDCTokenInput{ClientID: "C", ClientSecret: "S", RefreshToken: "R"})
		return err
	}, nil},
	{"upload", false, func(ctx context.Context, c *clients) error {
		_, err := c.owner.UploadAvatar(ctx, authing.File{Name: "me.png", Content: strings.NewReader("picture")})
		return err
	}, func(req *http.Request) bool { return req.URL.Path == "/" }},
	{"key", true, func(ctx context.Context, c *clients) error {
		core, err := c.core()
		if err != nil {
			return err
		}
		_, err = core.LoginByAccount(ctx, coreuser.LoginByAccountInput{Account: "ada@example.com", Password: "engine"})
		return err
	}, func(req *http.Request) bool { return req.URL.Path == "/api/v2/.well-known" }},
	{"factor", false, func(ctx context.Context, c *clients) error {
		core, err := c.core()
		if err != nil {
			return err
		}
		_, err = core.MFA.VerifyTOTP(ctx, coreuser.MFAVerifyTOTPInput{MFAToken: "FACTOR", TOTP: "123456"})
		return err
	}, nil},
}

// passwordKey is the answer with a key, as JSON.
const passwordKey = `{"code":200,"data":{"publicKey":"-----BEGIN PUBLIC KEY-----\n` +
	`MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb\n5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae\n` +
	`+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uM\nGKl64GDcIq3au+aqJQIDAQAB\n-----END PUBLIC KEY-----\n"}}`

// answer is what the service says when nothing is wrong.
func answer(w http.ResponseWriter, req *http.Request) {
	_, _ = io.Copy(io.Discard, req.Body)
	text := `{"data":{"user":{"_id":"USER"},"register":{"_id":"USER"},"qiNiuUploadToken":"UPLOAD"}}`
	switch {
	case req.URL.Path == "/":
		text = `{"key":"K"}`
	case strings.HasPrefix(req.URL.Path, "/oauth/wxapp/qrcode/"):
		text = `{"code":200,"data":{"qrcode":"https://example.com/qr.png"}}`
	case strings.HasPrefix(req.URL.Path, "/notification/"):
		text = `{"code":200,"message":"sent"}`
	case req.URL.Path == "/api/v2/.well-known":
		text = passwordKey
	case strings.HasPrefix(req.URL.Path, "/api/v2/"):
		text = `{"code":200,"data":{"id":"USER","token":"TOKEN"}}`
	case req.URL.Path == "/oauth/oidc/token":
		text = `{"access_token":"ACCESS"}`
	}
	_, _ = io.WriteString(w, text)
}

// row is a fault and what comes of it.
type row struct {
	fault faults.Fault
	again bool              // what may be sent twice is sent again
	warm  bool              // the connection was used before
	want  map[string]string // by kind the outcome when it is not sent again; "" for the rest
}

// all is one outcome for every kind.
func all(outcome string) map[string]string { return map[string]string{"": outcome} }

// status is the outcome of an HTTP status.
func status(text string) map[string]string { return all("request: HTTP " + text) }

const (
	closed  = "request: the connection was closed without an answer: EOF"
	broken  = "request: the answer broke off: unexpected EOF"
	late    = "request: no answer within 10s: context deadline exceeded"
	html    = "request: the answer is HTML, not JSON (HTTP 200)"
	moved   = "request: HTTP 302 Found"
	noJSON  = "request: the answer is not valid JSON (HTTP 200)"
	refusal = `{"code":2004,"message":"no"}`
)

var table = []row{
	{fault: faults.Drop, again: true, want: all(closed)},
	{fault: faults.Drop, again: true, warm: true, want: all(closed)},
	{fault: faults.DropWithinHeaders, again: true, want: all(broken)},
	{fault: faults.DropAfterHeaders, again: true, want: all(broken)},
	{fault: faults.CutShort, again: true, want: all(broken)},
	{fault: faults.CutChunk, again: true, want: all(broken)},
	{fault: faults.TooLong, want: all(noJSON)},
	{fault: faults.NoHTTP, again: true, want: all("request: the request failed (*fmt.wrapError)")},
	{fault: faults.SlowHeaders, again: true, want: all(late)},
	{fault: faults.SlowBody, again: true, want: all(late)},
	{fault: faults.Status(429, "2"), again: true, want: status("429 Too Many Requests")},
	{fault: faults.Status(429, "Sat, 01 Jan 2000 00:00:03 GMT"), again: true, want: status("429 Too Many Requests")},
	{fault: faults.Status(429, "3600"), want: status("429 Too Many Requests")},
	{fault: faults.Status(500, ""), want: status("500 Internal Server Error")},
	{fault: faults.Status(502, ""), again: true, want: status("502 Bad Gateway")},
	{fault: faults.Status(503, "1"), again: true, want: status("503 Service Unavailable")},
	{fault: faults.Status(504, ""), again: true, want: status("504 Gateway Timeout")},
	{fault: faults.Objects, want: all("request: the answer is larger than 1024 objects")},
	{fault: faults.GzipBomb(1 << 20), want: all("request: the answer is larger than 65536 bytes")},
	{fault: faults.HTML, want: all(html)},
	{fault: faults.Nothing, want: all("request: the answer is empty (HTTP 200)")},
	{fault: faults.List, want: map[string]string{"": "request: the answer is not a JSON object (HTTP 200)", "SMS": "request: the answer has an array in sendRegisterSMSCode where none is due (HTTP 200)", "form": "request: the answer has an array in oidcToken where none is due (HTTP 200)"}},
	{fault: faults.Redirect, want: map[string]string{"": moved, "GET": html, "key": html}},
	{fault: faults.RedirectWithBody, want: map[string]string{"": "request: HTTP 307 Temporary Redirect", "GET": html, "key": html}},

	// The shapes of errors, where they are due.
	{fault: faults.Body("rule broken", 200, `{"data":null,"errors":[{"message":`+refusal+`}]}`), want: map[string]string{
		"query": "refused: no (code 2004)", "mutation": "refused: no (code 2004)",
	}},
	{fault: faults.Body("query refused", 400, `{"errors":[{"message":"Cannot query field \"x\""}]}`), want: map[string]string{
		"query": `refused: Cannot query field "x"`, "mutation": `refused: Cannot query field "x"`,
	}},
	{fault: faults.Body("query refused with 200", 200, `{"errors":[{"message":"Cannot query field \"x\""}]}`), want: map[string]string{
		"query": `refused: Cannot query field "x"`, "mutation": `refused: Cannot query field "x"`,
	}},
	{fault: faults.Body("code in the body", 200, refusal), want: map[string]string{
		"query": "refused: no (code 2004)", "mutation": "refused: no (code 2004)", "GET": "refused: no (code 2004)", "SMS": "refused: no (code 2004)",
		"key": "refused: no (code 2004)", "factor": "refused: no (code 2004)",
	}},
	{fault: faults.Body("code in another envelope", 200, `{"uniqueId":"u","statusCode":403,"message":"no","apiCode":2004,"data":null}`), want: map[string]string{
		"key": "refused: no (code 2004)", "factor": "refused: no (code 2004)",
	}},
	{fault: faults.Body("another factor", 403, `{"code":1636,"message":"no","data":{"mfaToken":"FACTOR"}}`), want: map[string]string{"factor": "refused: no (code 1636)"}},
	{fault: faults.Body("no key", 200, `{"code":200,"data":{"publicKey":"none"}}`), want: map[string]string{
		"key": "request: the answer holds no key that passwords can be encrypted with: it is not in PEM",
	}},
	{fault: faults.Body("SMS not sent", 200, `{"code":500,"message":"malformed"}`), want: map[string]string{"SMS": "refused: malformed (code 500)", "GET": "refused: malformed (code 500)"}},
	{fault: faults.Body("OAuth", 400, `{"error":"invalid_grant","error_description":"expired"}`), want: map[string]string{"form": "oauth: expired (invalid_grant)"}},
	{fault: faults.Body("code of a gateway that is busy", 503, `{"code":1000,"message":"busy"}`), again: true, want: map[string]string{
		"query": "refused: busy (code 1000)", "mutation": "refused: busy (code 1000)", "GET": "refused: busy (code 1000)", "SMS": "refused: busy (code 1000)", "form": "refused: busy (code 1000)",
		"key": "refused: busy (code 1000)", "factor": "refused: busy (code 1000)",
	}},
}

// TestTable lets every kind of operation meet every fault: once, and always. What is
// counted is what arrived.
func TestTable(t *testing.T) {
	const attempts = 3
	for _, r := range table {
		name := r.fault.Name
		if r.warm {
			name += " on a connection used before"
		}
		for _, k := range kinds {
			want, ok := r.want[k.name]
			if !ok {
				want, ok = r.want[""]
			}
			if !ok {
				continue
			}
			if k.name == "key" {
				want = unfetched(want)
			}
			t.Run(name+"/"+k.name, func(t *testing.T) {
				again := r.again && k.repeatable
				outcome, arrivals := meet(t, r, k, false)
				if again {
					check(t, "once", "ok", outcome, 2, arrivals)
				} else {
					check(t, "once", want, outcome, 1, arrivals)
				}
				outcome, arrivals = meet(t, r, k, true)
				count := attempts
				if r.warm && (k.name == "GET" || k.name == "key") {
					count++ // net/http sends a GET that may be sent twice again by itself
				}
				if again {
					check(t, "always", want, outcome, count, arrivals)
				} else {
					check(t, "always", want, outcome, 1, arrivals)
				}
			})
		}
	}
}

// unfetched is the outcome of a method that did not get the password key: what the service
// said then is about the key, and no refusal of the method.
func unfetched(outcome string) string {
	_, said, _ := strings.Cut(outcome, ": ")
	return "request: the password key could not be fetched: " + said
}

func check(t *testing.T, how, want, outcome string, count int, arrivals []faults.Arrival) {
	t.Helper()
	if diff := cmp.Diff(want, outcome); diff != "" {
		t.Errorf("%s: %s", how, diff)
	}
	here := 0
	for _, arrival := range arrivals {
		if arrival.Host == faults.Elsewhere {
			if arrival.Authorization != "" {
				t.Errorf("%s: the other host got a credential", how)
			}
			continue
		}
		here++
	}
	if here != count {
		t.Errorf("%s: arrived %d times, want %d", how, here, count)
	}
}

// meet makes one call that meets the fault, in a time of its own, and returns the outcome
// and what arrived.
func meet(t *testing.T, r row, k kind, always bool) (outcome string, arrivals []faults.Arrival) {
	synctest.Test(t, func(t *testing.T) {
		server := faults.NewServer(t, http.HandlerFunc(answer))
		defer server.Close()
		server.At(k.at)
		c := newClients(t, server)
		if r.warm {
			if err := k.call(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			synctest.Wait() // until the connection is free again
			server.Arrivals()
		}
		if always {
			server.Always(r.fault)
		} else {
			server.Script(r.fault)
		}
		const deadline = time.Minute
		ctx, cancel := context.WithTimeout(t.Context(), deadline)
		defer cancel()
		start := time.Now()
		outcome = describe(k.call(ctx, c))
		if took := time.Since(start); took >= deadline {
			t.Errorf("took %v", took)
		}
		arrivals = server.Arrivals()
	})
	return outcome, arrivals
}

func newClients(t *testing.T, server *faults.Server) *clients {
	t.Helper()
	const origin, limit = "http://users.localhost", 64 << 10
	owner, err := management.New("POOL", management.WithToken(managerToken), management.WithOrigin(origin),
		management.WithHTTPClient(server.Client), management.WithResponseLimit(limit))
	if err != nil {
		t.Fatal(err)
	}
	person, err := enduser.New("POOL", enduser.WithOrigin(origin), enduser.WithHTTPClient(server.Client), enduser.WithResponseLimit(limit))
	if err != nil {
		t.Fatal(err)
	}
	core := func() (*coreuser.Client, error) {
		return coreuser.New("POOL", "APP", coreuser.WithOrigin(origin), coreuser.WithHTTPClient(server.Client), coreuser.WithResponseLimit(limit))
	}
	return &clients{owner, person, core}
}

// describe returns the kind of an error and what it says besides method and host.
func describe(err error) string {
	if err == nil {
		return "ok"
	}
	if request, ok := errors.AsType[*authing.RequestError](err); ok {
		return "request: " + request.Err.Error()
	}
	if refused, ok := errors.AsType[*authing.Error](err); ok {
		return "refused: " + strings.TrimPrefix(err.Error(), "authing: "+refused.Operation+": ")
	}
	if refused, ok := errors.AsType[*authing.OAuthError](err); ok {
		return "oauth: " + strings.TrimPrefix(err.Error(), "authing: "+refused.Operation+": ")
	}
	return err.Error()
}
