package interop_test

import (
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// pictureStore is where the client's build for browsers uploads pictures to,
// whatever its options say.
const pictureStore = "upload.qiniup.com:443"

// browser is a running Chromium, and what it finds on loopback addresses.
type browser struct {
	client *client
	page   *httptest.Server // the page that uses the published client
}

// startBrowser starts Chromium by way of Node.js; both are paths.
func startBrowser(t *testing.T, node, chromium string) *browser {
	t.Helper()
	page := httptest.NewServer(http.HandlerFunc(servePage))
	t.Cleanup(page.Close)
	home := t.TempDir() // for its profile, and whatever else it keeps
	return &browser{client: start(t, node, "browser.mjs", "CHROMIUM="+chromium, "HOME="+home, "TMPDIR="+home), page: page}
}

// open opens the page with a client of a box's pool, and forgets the one before.
// The page is of another origin than the box, so that the browser asks the box
// what the page may do. The client has no pool's secret.
func (b *browser) open(t *testing.T, box *authingtest.Server, elsewhere *internet) {
	t.Helper()
	with, err := json.Marshal([]any{b.page.URL, elsewhere.URL, optionsFor(box, "")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.client.call("open", with); err != nil {
		t.Fatal(err)
	}
}

// settle waits until the page has an answer to all that it asked for.
func (b *browser) settle(t *testing.T) {
	t.Helper()
	if _, err := b.client.call("settle", json.RawMessage("[]")); err != nil {
		t.Fatal(err)
	}
}

// servePage gives the page and what it is made of: the published client,
// unchanged, and what calls it.
func servePage(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/":
		http.ServeFile(w, r, "page.html")
	case "/answers.mjs":
		http.ServeFile(w, r, "answers.mjs")
	case "/authing-js-sdk-browser.js":
		http.ServeFile(w, r, filepath.Join("node_modules", "authing-js-sdk", "dist", "authing-js-sdk-browser.js"))
	default:
		http.NotFound(w, r)
	}
}

// internet is the proxy for all that a page wants from elsewhere than loopback
// addresses. It leads to the box where the picture store is wanted, and refuses
// the rest.
type internet struct {
	*httptest.Server
	store *httptest.Server // the box, in the place of the picture store

	mu      sync.Mutex
	refused []string // hosts and ports
}

func newInternet(t *testing.T, box *authingtest.Server) *internet {
	t.Helper()
	i := &internet{store: httptest.NewUnstartedServer(box.Handler())}
	i.store.Config.ErrorLog = log.New(io.Discard, "", 0) // of a browser that first mistrusts the certificate
	i.store.StartTLS()
	t.Cleanup(i.store.Close)
	i.Server = httptest.NewServer(i)
	t.Cleanup(i.Server.Close)
	return i
}

// ServeHTTP lets who asks for the picture store talk to the box.
func (i *internet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect || r.Host != pictureStore {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.refused = append(i.refused, r.Host)
		http.Error(w, "there is no network", http.StatusForbidden)
		return
	}
	store, err := net.Dial("tcp", i.store.Listener.Addr().String())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer store.Close()
	page, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer page.Close()
	if _, err := io.WriteString(page, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		return // the page is gone
	}
	go func() {
		defer store.Close()
		_, _ = io.Copy(store, page) // until either side has enough
	}()
	_, _ = io.Copy(page, store)
}

// wanted gives what was refused, each host and port once.
func (i *internet) wanted() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Compact(slices.Sorted(slices.Values(i.refused)))
}
