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

// TestRepeated holds that a schema with a header's value in it is refused, and one
// with a word of its own that a header happens to have is not.
func TestRepeated(t *testing.T) {
	tests := map[string]struct {
		header  Header
		text    string
		refused bool
	}{
		"a whole value":      {Header{"X-Key", "hunter2secret"}, "is hunter2secret", true},
		"behind the scheme":  {Header{"Authorization", "Bearer hunter2secret"}, "is hunter2secret", true},
		"escaped":            {Header{"X-Key", `hunter2"secret`}, `is hunter2\"\u0073ecret`, true},
		"a short word":       {Header{"X-Lang", "en"}, "is en", false},
		"how to answer":      {Header{"Accept", "application/json"}, "is application/json", false},
		"not what was given": {Header{"X-Key", "hunter2secret"}, "is hunter3secret", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				fmt.Fprintf(w, `{"data": {"__schema": {"types": [{"description": "%s"}]}}}`, test.text)
			}))
			defer server.Close()
			err := introspection(t, server.URL, test.header)
			if (err != nil) != test.refused {
				t.Fatalf("it says %v", err)
			}
			if want := " repeats the value of header " + test.header.Name + " in its schema, which is why nothing is taken from it: "; err != nil && !strings.Contains(err.Error(), want) || err != nil && strings.Contains(err.Error(), "hunter") {
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
