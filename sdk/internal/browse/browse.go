// Package browse is a browser without a screen, for tests of sign-ins: it keeps cookies,
// follows redirects and fills in forms, and runs no scripts.
package browse

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Browser is one person's browser.
type Browser struct {
	t      testing.TB
	client *http.Client
}

// Page is what a browser shows.
type Page struct {
	URL    *url.URL // where it is, or would be: see New
	Status int
	Header http.Header
	Body   string
}

// New opens a browser. It does not go where an address begins with stop, unless that is
// empty: the page is then the redirect that leads there.
func New(t testing.TB, stop string) *Browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Browser{t, &http.Client{Jar: jar, CheckRedirect: func(next *http.Request, _ []*http.Request) error {
		if stop != "" && strings.HasPrefix(next.URL.String(), stop) {
			return http.ErrUseLastResponse
		}
		return nil
	}}}
}

// Open goes to an address.
func (b *Browser) Open(address string) Page {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.Send(request)
}

// Send makes a request of any kind.
func (b *Browser) Send(request *http.Request) Page {
	b.t.Helper()
	response, err := b.client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	page := Page{response.Request.URL, response.StatusCode, response.Header, string(body)}
	if ahead, err := response.Location(); err == nil {
		page.URL = ahead
	}
	return page
}

var (
	formTag   = regexp.MustCompile(`<form method="post" action="([^"]*)">`)
	hiddenTag = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
)

// Fill fills in the form of a page and sends it, with what is hidden in it.
func (b *Browser) Fill(page Page, fields url.Values) Page {
	b.t.Helper()
	form := formTag.FindStringSubmatch(page.Body)
	if form == nil {
		b.t.Fatalf("%s has no form: %d %s", page.URL.Path, page.Status, page.Body)
	}
	target, err := page.URL.Parse(html.UnescapeString(form[1]))
	if err != nil {
		b.t.Fatal(err)
	}
	sent := url.Values{}
	for _, hidden := range hiddenTag.FindAllStringSubmatch(page.Body, -1) {
		sent.Set(html.UnescapeString(hidden[1]), html.UnescapeString(hidden[2]))
	}
	for name, values := range fields {
		sent[name] = values
	}
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, target.String(), strings.NewReader(sent.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", page.URL.Scheme+"://"+page.URL.Host)
	return b.Send(request)
}
