package endpoint

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/graph-gophers/graphql-go"
	"github.com/graph-gophers/graphql-go/introspection"
	"github.com/vektah/gqlparser/v2/validator/core"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Failure is what a call is to meet instead of its answer; the public type of
// that name, which has the same fields, says what each means.
type Failure struct {
	Call  string
	Times int

	Code      authing.Code
	OAuthCode authing.OAuthCode
	Message   string

	Status     int
	RetryAfter time.Duration

	Cut, Lose, Hang bool
}

// failures is what calls are to meet, in the order of asking. It is safe for
// concurrent use.
type failures struct {
	mu   sync.Mutex
	left []Failure
}

// pending tells whether there is anything to meet at all.
func (fs *failures) pending() bool {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return len(fs.left) > 0
}

// take gives the first failure that is meant for a request, and counts it.
func (fs *failures) take(in incoming) (Failure, bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	i := slices.IndexFunc(fs.left, in.meets)
	if i < 0 {
		return Failure{}, false
	}
	taken := fs.left[i]
	if fs.left[i].Times--; fs.left[i].Times == 0 {
		fs.left = slices.Delete(fs.left, i, i+1)
	}
	return taken, true
}

// FailNext lets the next calls that a failure is meant for meet it.
func (h *Handler) FailNext(f Failure) error {
	if err := f.check(); err != nil {
		return err
	}
	if err := h.known(f.Call); err != nil {
		return err
	}
	f.Times = max(f.Times, 1)
	h.failures.mu.Lock()
	defer h.failures.mu.Unlock()
	h.failures.left = append(h.failures.left, f)
	return nil
}

// Failures gives what no call has met yet; Times says how often it is still due.
func (h *Handler) Failures() []Failure {
	h.failures.mu.Lock()
	defer h.failures.mu.Unlock()
	return slices.Clone(h.failures.left)
}

// ClearFailures lets calls succeed again.
func (h *Handler) ClearFailures() {
	h.failures.mu.Lock()
	defer h.failures.mu.Unlock()
	h.failures.left = nil
}

// check refuses a failure that says too little, or two things at once.
func (f Failure) check() error {
	ways := 0
	for _, chosen := range [...]bool{f.Code != 0, f.OAuthCode != "", f.Status != 0, f.Cut, f.Lose, f.Hang} {
		if chosen {
			ways++
		}
	}
	switch {
	case ways != 1:
		return errors.New("a failure needs exactly one of Code, OAuthCode, Status, Cut, Lose and Hang")
	case f.Code < 0:
		return fmt.Errorf("code %d is negative", f.Code)
	case f.Times < 0:
		return fmt.Errorf("failing %d times is negative: 0 and 1 are once", f.Times)
	case f.Message != "" && f.Code == 0 && f.OAuthCode == "":
		return errors.New("a Message comes with a Code or an OAuthCode only")
	case f.RetryAfter < 0:
		return fmt.Errorf("RetryAfter %v is negative", f.RetryAfter)
	case f.RetryAfter > 0 && f.Status == 0:
		return errors.New("RetryAfter comes with a Status only")
	case f.Status != 0 && (f.Status < 400 || f.Status > 599):
		return fmt.Errorf("status %d is no failure: choose one of 400 to 599", f.Status)
	case f.OAuthCode != "" && !oidcPath(f.Call):
		return errors.New("an OAuthCode is for the OIDC endpoints only: set Call to a path such as /oidc/token or /oauth/oidc/token")
	}
	return nil
}

// known refuses a call that the box does not answer.
func (h *Handler) known(call string) error {
	if call == "" {
		return nil
	}
	kind, names := "root field", h.fields
	if strings.HasPrefix(call, "/") {
		if slices.ContainsFunc(h.paths, func(path string) bool { return within(call, path) || within(path, call) }) {
			return nil
		}
		kind, names = "path", h.paths
	}
	if slices.Contains(names, call) {
		return nil
	}
	meant := ""
	if near := core.SuggestionList(call, names); len(near) > 0 {
		meant = ": did you mean " + near[0] + "?"
	}
	return fmt.Errorf("there is no %s %q%s", kind, call, meant)
}

// within tells whether a path is another, or lies below it.
func within(path, above string) bool {
	return path == above || strings.HasPrefix(path, above+"/")
}

// fixedPath is what the paths of a route begin with: all up to what differs from
// call to call.
func fixedPath(pattern string) string {
	_, path, _ := strings.Cut(pattern, " ")
	fixed, _, _ := strings.Cut(path, "{")
	if len(fixed) > 1 {
		fixed = strings.TrimSuffix(fixed, "/")
	}
	return fixed
}

// rootFields lists the names of the calls over GraphQL.
func rootFields(schema *graphql.Schema) []string {
	var names []string
	for _, root := range []*introspection.Type{schema.Inspect().QueryType(), schema.Inspect().MutationType()} {
		for _, field := range *root.Fields(&struct{ IncludeDeprecated bool }{true}) {
			names = append(names, field.Name())
		}
	}
	return names
}

// lost takes an answer and gives it to nobody.
type lost struct{ header http.Header }

// Header gives headers that nobody gets.
func (l lost) Header() http.Header { return l.header }

// Write takes everything.
func (l lost) Write(p []byte) (int, error) { return len(p), nil }

// WriteHeader takes any status.
func (l lost) WriteHeader(int) {}
