package fetch

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// introspection asks an endpoint for its schema, and gives what is wrong.
func introspection(t *testing.T, address string, headers ...Header) error {
	t.Helper()
	to, err := Endpoint{URL: address, Headers: headers, Timeout: time.Minute, Limit: 1 << 20}.check()
	if err != nil {
		return err
	}
	_, _, err = to.introspect(t.Context())
	return err
}

// TestSecrets holds that what a service repeats of a question is not told.
func TestSecrets(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if sent := r.Header.Values("Authorization"); len(sent) > 1 {
			t.Errorf("%d credentials are sent", len(sent))
		}
		user, password, _ := r.BasicAuth()
		message := strings.Join([]string{r.Header.Get("Authorization"), r.Header.Get("X-Key"), user, password, r.URL.String(), r.FormValue("key")}, " | ")
		fmt.Fprintf(w, `{"errors": [{"message": %q}]}`, message)
	}))
	defer server.Close()
	tests := map[string]struct {
		user, query string
		headers     []Header
		secrets     []string
	}{
		"user of the URL":     {user: "ada:hunter2secret@", secrets: []string{"ada", "hunter2secret", "YWRhOmh1bnRlcjJzZWNyZXQ="}},
		"escaped in the URL":  {user: "ada%40home:hunter%2Fsecret@", secrets: []string{"ada@home", "hunter/secret", "YWRhQGhvbWU6aHVudGVyL3NlY3JldA=="}},
		"user alone":          {user: "hunter2secret@", secrets: []string{"hunter2secret", "aHVudGVyMnNlY3JldDo="}},
		"Basic in a header":   {headers: []Header{{"authorization", "Basic YWRhOmh1bnRlcjJzZWNyZXQ="}}, secrets: []string{"ada", "hunter2secret", "YWRh"}},
		"a header goes first": {user: "ada:password@", headers: []Header{{"Authorization", "Bearer hunter2secret"}}, secrets: []string{"hunter2secret"}},
		"of two characters":   {headers: []Header{{"X-Key", "zq"}}, secrets: []string{"zq"}},
		"parts of others":     {headers: []Header{{"X-Key", "shown"}, {"Authorization", "shownsecret"}}, secrets: []string{"secret"}},
		"in the query":        {query: "?key=hunter%2Fsecret", secrets: []string{"hunter/secret", "hunter%2Fsecret"}},
		"the whole query":     {query: "?hunter2secret", secrets: []string{"hunter2secret"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := introspection(t, strings.Replace(server.URL, "://", "://"+test.user, 1)+test.query, test.headers...)
			if err == nil || !strings.Contains(err.Error(), "(not shown)") || strings.Contains(err.Error(), "(not (not") {
				t.Fatalf("the service repeats the question, and fetch says: %v", err)
			}
			for _, secret := range test.secrets {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("%q is told: %v", secret, err)
				}
			}
		})
	}
}

// TestRepeated holds that a schema with a secret of the question in it is refused,
// and one with a word of its own that a header happens to have is not.
func TestRepeated(t *testing.T) {
	ofHeader := func(name string) string { return "the value of header " + name }
	tests := map[string]struct {
		user, query string
		headers     []Header
		text        string
		refused     string // what is repeated
	}{
		"a whole value":      {headers: []Header{{"X-Key", "hunter2secret"}}, text: "is hunter2secret", refused: ofHeader("X-Key")},
		"behind the scheme":  {headers: []Header{{"Authorization", "Bearer hunter2secret"}}, text: "is hunter2secret", refused: ofHeader("Authorization")},
		"escaped":            {headers: []Header{{"X-Key", `hunter2"secret`}}, text: `is hunter2\"\u0073ecret`, refused: ofHeader("X-Key")},
		"password in Basic":  {headers: []Header{{"Authorization", "Basic YWRhOmh1bnRlcjJzZWNyZXQ="}}, text: "is hunter2secret", refused: ofHeader("Authorization")},
		"of 8 characters":    {headers: []Header{{"X-Key", "hunter2s"}}, text: "is hunter2s", refused: ofHeader("X-Key")},
		"of 7 characters":    {headers: []Header{{"X-Key", "hünter2"}}, text: "is hünter2"},
		"a short word":       {headers: []Header{{"X-Lang", "en"}}, text: "is en"},
		"how to answer":      {headers: []Header{{"Accept", "application/json"}}, text: "is application/json"},
		"not what was given": {headers: []Header{{"X-Key", "hunter2secret"}}, text: "is hunter3secret"},
		"the password":       {user: "ada:hunter2secret@", text: "is hunter2secret", refused: "the password of the URL"},
		"the user":           {user: "hunter2ada:secret@", text: "is hunter2ada", refused: "the user of the URL"},
		"both as sent":       {user: "ada:hunter2secret@", text: "is YWRhOmh1bnRlcjJzZWNyZXQ=", refused: ofHeader("Authorization")},
		"an unsent password": {user: "ada:hunter2secret@", headers: []Header{{"Authorization", "Bearer x"}}, text: "is hunter2secret", refused: "the password of the URL"},
		"a short user":       {user: "hunter:secret@", text: "is hunter"},
		"in the query":       {query: "?a=b&token=hunter%2Fsecret", text: "is hunter/secret", refused: "a value of the URL's query"},
		"as the query has":   {query: "?token=hunter%2Fsecret", text: "is hunter%2Fsecret", refused: "a value of the URL's query"},
		"the whole query":    {query: "?hunter2secret", text: "is hunter2secret", refused: "a value of the URL's query"},
		"a query's name":     {query: "?hunter2name=x", text: "is hunter2name"},
		"a short query":      {query: "?token=hunter", text: "is hunter"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				fmt.Fprintf(w, `{"data": {"__schema": {"types": [{"description": "%s"}]}}}`, test.text)
			}))
			defer server.Close()
			err := introspection(t, strings.Replace(server.URL, "://", "://"+test.user, 1)+test.query, test.headers...)
			if test.refused == "" && err == nil {
				return
			}
			want := server.URL + " repeats " + test.refused + " in its schema, which is why nothing is taken from it: tell those who run it, or change the schema by hand"
			if err == nil || err.Error() != want {
				t.Errorf("it says %v, not %q", err, want)
			}
		})
	}
}

// TestHost holds that a header Host is that of the request.
func TestHost(t *testing.T) {
	var host string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host = r.Host
		fmt.Fprint(w, `{"data": {"__schema": {}}}`)
	}))
	defer server.Close()
	if err := introspection(t, server.URL, Header{"host", "users.example.com"}); err != nil || host != "users.example.com" {
		t.Errorf("the host is %q, %v", host, err)
	}
}

// TestConnections holds that what is wrong with a connection is told apart.
func TestConnections(t *testing.T) {
	quiet := log.New(io.Discard, "", 0)
	plain := httptest.NewServer(http.NotFoundHandler())
	encrypted, old := httptest.NewUnstartedServer(http.NotFoundHandler()), httptest.NewUnstartedServer(http.NotFoundHandler())
	encrypted.Config.ErrorLog, old.Config.ErrorLog = quiet, quiet
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS10, MinVersion: tls.VersionTLS10}
	encrypted.StartTLS()
	old.StartTLS()
	for _, server := range []*httptest.Server{plain, encrypted, old} {
		defer server.Close()
	}
	tests := map[string]struct{ url, remedy string }{
		"nobody there":         {"https://127.0.0.1:1/", "see whether the URL is right"},
		"not encrypted":        {strings.Replace(plain.URL, "http:", "https:", 1), "its port speaks no TLS: see whether it is another, or http://"},
		"an unknown authority": {encrypted.URL, "see whether the host is right; an authority of your own is named in SSL_CERT_FILE"},
		"an old version":       {old.URL, "it does not accept our side of TLS: ask those who run it what it wants"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := introspection(t, test.url)
			if err == nil || !strings.HasSuffix(err.Error(), ": "+test.remedy) {
				t.Errorf("it says %v, not %q", err, test.remedy)
			}
		})
	}
}

// TestEncodings holds which writings of an answer are read.
func TestEncodings(t *testing.T) {
	const schema = `{"data": {"__schema": {}}}`
	tests := map[string]struct{ encoding, text, problem string }{
		"as it is":          {"identity", schema, ""},
		"a byte order mark": {"", "\ufeff" + schema, ""},
		"brotli":            {"br", "\x0b\x02\x80", `answers in the encoding "br", which fetch cannot read: send no Accept-Encoding, or tell those who run it`},
		"a part":            {"", `{"data": {"__schema": {}}, "errors": [{"message": "no"}]}`, `answers with a part of its schema, and with an error: "no": try again, or tell those who run it`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", test.encoding)
				fmt.Fprint(w, test.text)
			}))
			defer server.Close()
			switch err := introspection(t, server.URL); {
			case (err == nil) != (test.problem == ""):
				t.Errorf("it says %v", err)
			case err != nil && !strings.HasSuffix(err.Error(), test.problem):
				t.Errorf("it says %v, not %q", err, test.problem)
			}
		})
	}
}
