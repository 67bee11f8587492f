package page

import (
	"embed"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/journal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// Path is where the page is.
const Path = "/box/"

// policy lets the page load and ask for what comes from the box, and nothing
// else; scripts and styles inside the page do not run.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

//go:embed static
var files embed.FS

// Box is the box that the page shows.
type Box struct {
	Service     *service.Service
	Requests    *journal.Journal
	URL         string // origin
	PasswordKey string // PEM
}

// Page serves the page of a box.
type Page struct {
	box     Box
	host    string // of the box's URL
	handler http.Handler

	done    chan struct{} // closed by Close
	closing sync.Once
}

// New makes the page of a box. Who is done with it calls Close.
func New(box Box) *Page {
	p := &Page{box: box, done: make(chan struct{})}
	if origin, err := url.Parse(box.URL); err == nil {
		p.host = origin.Hostname()
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path+"{$}", file("index.html", "text/html; charset=utf-8"))
	mux.HandleFunc("GET "+Path+"page.css", file("page.css", "text/css; charset=utf-8"))
	mux.HandleFunc("GET "+Path+"page.js", file("page.js", "text/javascript; charset=utf-8"))
	mux.HandleFunc("GET "+Path+"icon.svg", file("icon.svg", "image/svg+xml"))
	mux.HandleFunc("GET "+Path+"events", p.events)
	mux.HandleFunc("GET "+Path+"requests/{id}", p.details)
	mux.HandleFunc("POST "+Path+"scan", control(box.Service.Save, p.scan))
	mux.HandleFunc("POST "+Path+"confirm", control(box.Service.Save, p.confirm))
	mux.HandleFunc("POST "+Path+"cancel", control(box.Service.Save, p.cancel))
	mux.HandleFunc("POST "+Path+"advance", control(box.Service.Save, p.advance))
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, http.StatusForbidden, "another site may not do this: use the page of the box itself")
	}))
	p.handler = p.guarded(protection.Handler(mux))
	return p
}

// file serves a file of the page. Its type is said here: what the system makes of
// a file's name differs, and the browser is told not to guess.
func file(name, contentType string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		http.ServeFileFS(w, r, files, "static/"+name)
	}
}

// Close ends the streams that are open, and lets none begin.
func (p *Page) Close() { p.closing.Do(func() { close(p.done) }) }

// Beside serves the page under its path, and everything else by the API. A
// browser that opens the box's address is sent to the page.
func (p *Page) Beside(api http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, Path):
			p.handler.ServeHTTP(w, r)
		case r.Method == http.MethodGet && wantsPage(r) && (r.URL.Path == "/" || r.URL.Path+"/" == Path):
			w.Header().Set("Vary", "Accept")
			http.Redirect(w, r, Path, http.StatusFound)
		default:
			api.ServeHTTP(w, r)
		}
	})
}

// wantsPage tells a person's browser from a client, which asks for JSON or takes
// anything.
func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// guarded sets what the browser must know, and refuses requests under a foreign
// name: a site that lets its name point at this machine could read the page.
func (p *Page) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		if !p.knows(r.Host) {
			writeProblem(w, http.StatusForbidden, "the page is not served under this name: open it by the IP address, as localhost, or by the address that the box prints")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// knows tells whether a request's host is a name that only the box has: an IP
// address, a local name, or the one in its own URL.
func (p *Page) knows(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil || host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.EqualFold(host, p.host)
}
