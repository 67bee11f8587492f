package authingtest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// section is a part of the page that lists rows.
type section struct {
	Rows []map[string]any
	All  int
}

// watch opens a stream of the page and gives its next event with a name, as
// often as it is called.
func watch(t *testing.T, box *authingtest.Server) func(name string) section {
	t.Helper()
	r := request(t, http.MethodGet, box.URL+"/box/events", "", "")
	response, err := http.DefaultClient.Do(r.WithContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	lines := bufio.NewReader(response.Body)
	return func(name string) section {
		t.Helper()
		found := false
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			data, isData := strings.CutPrefix(line, "data: ")
			if isData && found {
				var read section
				if err := json.Unmarshal([]byte(data), &read); err != nil {
					t.Fatal(err)
				}
				return read
			}
			found = found && isData || line == "event: "+name+"\n"
		}
	}
}

// TestJournal makes requests and looks at what the page shows of them.
func TestJournal(t *testing.T) {
	box := newBox(t)
	next := watch(t, box)
	if first := next("requests"); first.All != 0 {
		t.Fatalf("the page's own requests are shown: %v", first.Rows)
	}
	login := fmt.Sprintf(`mutation In { login(registerInClient: %q, email: "ada@example.com", password: %q) { token } }`, box.PoolID, seal(t, box, "wrong horse"))
	for _, test := range []struct {
		name string
		do   func()
		want map[string]any
	}{
		{"a refusal", func() { query(t, box, "", login, nil) }, map[string]any{
			"method": "POST", "path": "/graphql", "operation": "In", "field": "login", "caller": "nobody", "userID": "", "status": 200.0, "code": "2333",
		}},
		{"a query that is none", func() { query(t, box, "nonsense", "{", nil) }, map[string]any{
			"path": "/graphql", "field": "", "caller": "bad token", "status": 400.0, "code": "refused",
		}},
		{"a user", func() { query(t, box, token(t, box), `{ user { _id } }`, nil) }, map[string]any{
			"field": "user", "caller": "user", "userID": adaID, "status": 200.0, "code": "",
		}},
		{"the owner", func() {
			query(t, box, owner(t, box), `{ users(registerInClient: "`+box.PoolID+`") { totalCount } }`, nil)
		}, map[string]any{
			"field": "users", "caller": "owner", "status": 200.0, "code": "",
		}},
		{"a path", func() { get(t, box.URL+"/send_smscode/phone/"+box.PoolID) }, map[string]any{
			"method": "GET", "path": "/send_smscode/phone/" + box.PoolID, "status": 200.0, "code": "500",
		}},
		{"no such path", func() { get(t, box.URL+"/nothing") }, map[string]any{"path": "/nothing", "status": 404.0}},
		{"a connection that is cut", func() {
			if err := box.FailNext(authingtest.Failure{Cut: true}); err != nil {
				t.Fatal(err)
			}
			if response, err := http.Post(box.URL+"/upload", "", nil); err == nil {
				response.Body.Close()
				t.Error("there is an answer")
			}
		}, map[string]any{"path": "/upload", "status": 0.0}},
	} {
		test.do()
		got := next("requests").Rows[0]
		for field, want := range test.want {
			if got[field] != want {
				t.Errorf("%s: %s is %v, want %v", test.name, field, got[field], want)
			}
		}
		if micros, ok := got["micros"].(float64); !ok || micros < 0 {
			t.Errorf("%s took %v", test.name, got["micros"])
		}
	}
}

// TestAnswersAreWholeBesideTheJournal sends more than the journal keeps.
func TestAnswersAreWholeBesideTheJournal(t *testing.T) {
	box := newBox(t)
	name := strings.Repeat("x", 200<<10)
	answered := query(t, box, token(t, box), `mutation ($name: String) { updateUser(options: {_id: "`+adaID+`", nickname: $name}) { nickname } }`, map[string]any{"name": name})
	if want := `{"data":{"updateUser":{"nickname":"` + name + `"}}}`; answered.body != want {
		t.Errorf("%d bytes, want %d", len(answered.body), len(want))
	}
	details := get(t, box.URL+"/box/requests/1").body
	if !strings.Contains(details, "too long to show") {
		t.Error(details)
	}
}

func TestSecretsStayOutOfTheJournal(t *testing.T) {
	box := newBox(t)
	sealed := seal(t, box, password)
	query(t, box, token(t, box), `query ($token: String) { checkLoginStatus(token: $token) { code } }`, map[string]any{"token": strings.TrimPrefix(token(t, box), "Bearer ")})
	query(t, box, "", `{ getClientWhenSdkInit(secret: "`+box.Secret.Reveal()+`", clientId: "`+box.PoolID+`") { accessToken } }`, nil)
	query(t, box, "", `mutation ($p: String!) { login(registerInClient: "`+box.PoolID+`", email: "ada@example.com", password: $p) { token } }`, map[string]any{"p": "x", "password": sealed})
	for id, mark := range []string{"token", "secret", "password"} {
		details := get(t, fmt.Sprintf("%s/box/requests/%d", box.URL, id+1)).body
		if !strings.Contains(details, "[redacted]") || !strings.Contains(details, mark) ||
			strings.Contains(details, "eyJ") || strings.Contains(details, box.Secret.Reveal()) || strings.Contains(details, sealed) {
			t.Errorf("what is kept of the %s is not redacted, or not kept", mark)
		}
	}
}

// TestCloseWithOpenStreams closes a box that two watch: one reads, and one has
// stopped reading.
func TestCloseWithOpenStreams(t *testing.T) {
	before := goleak.IgnoreCurrent()
	transport := &http.Transport{}
	client := http.Client{Transport: transport}
	box, err := authingtest.New()
	if err != nil {
		t.Fatal(err)
	}
	reading, err := client.Get(box.URL + "/box/events")
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Body.Close()
	asleep, err := net.Dial("tcp", strings.TrimPrefix(box.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer asleep.Close()
	fmt.Fprint(asleep, "GET /box/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
	if _, err := bufio.NewReaderSize(asleep, 16).ReadByte(); err != nil { // its stream is open
		t.Fatal(err)
	}
	box.Close()
	_, _ = io.Copy(io.Discard, reading.Body) // it comes back: the stream is over
	transport.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}

// TestBrowsersAndClients asks for the same address as both do.
func TestBrowsersAndClients(t *testing.T) {
	box := newBox(t)
	visit := request(t, http.MethodGet, box.URL+"/", "", "")
	visit.Header.Set("Accept", "text/html,*/*;q=0.8")
	if got := send(t, visit); !strings.Contains(got.body, "<title>Authing in a box</title>") || got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a browser gets %d %v", got.status, got.header)
	}
	if got := get(t, box.URL+"/"); got.body != `{"code":200,"message":"ok"}` {
		t.Errorf("a client gets %s", got.body)
	}
}

func TestListeningEverywhere(t *testing.T) {
	box, err := authingtest.New(authingtest.WithAddress(":0"))
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	if !strings.HasPrefix(box.URL, "http://127.0.0.1:") {
		t.Error(box.URL)
	}
	if got := get(t, box.URL+"/system/status"); got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// TestCloseWithoutAListener closes a box that somebody else serves: their
// server could not shut down in good order as long as a page is open.
func TestCloseWithoutAListener(t *testing.T) {
	box := authingtest.NewServer(t, authingtest.WithURL("http://authing.test"))
	server := httptest.NewServer(box.Handler())
	defer server.Close()
	response, err := http.Get(server.URL + "/box/events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	box.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Error(err)
	}
	if err := server.Config.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}
