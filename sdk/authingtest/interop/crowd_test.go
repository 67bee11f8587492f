package interop_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// crowd is how many tell the story at once.
const crowd = 200

// TestCrowd lets many Go clients tell the story in one pool at the same time,
// each with names of its own. Nothing of it may be lost: afterwards each finds
// what one finds who tells it alone.
//
// What changes something is told by all of them. What does not, which is half of
// the story, is told by every tenth: under the race detector a call is dear.
func TestCrowd(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	alone, together := crowdFinds(t, now, 1), crowdFinds(t, now, crowd)
	for i, found := range together {
		if diff := cmp.Diff(alone[0], found); diff != "" {
			t.Fatalf("%s finds something else than who is alone (-alone +together):\n%s", member(i), diff)
		}
	}
}

// member is who tells the story as the given one of many.
func member(i int) string { return fmt.Sprint(55000000 + i) }

// crowdFinds gives what each finds in a box in which n told the story at once,
// by the calls that they look with.
func crowdFinds(t *testing.T, now time.Time, n int) []map[string]any {
	t.Helper()
	box := authingtest.NewServer(t, storyOptions(now)...)
	stories, clients := make([]*story, n), make([]*goClients, n)
	atOnce(t, n, func(i int) (err error) {
		stories[i] = &story{box: box, results: map[string]any{}}
		if clients[i], err = newGoClients(t.Context(), box); err != nil {
			return err
		}
		lines, err := readStory(member(i))
		if err != nil {
			return err
		}
		if i%10 != 0 {
			lines = slices.DeleteFunc(lines, line.idle)
		}
		return stories[i].tell(lines, clients[i], func() {})
	})
	if t.Failed() {
		t.FailNow() // who did not get to the end finds nothing
	}
	found := make([]map[string]any, n)
	atOnce(t, n, func(i int) (err error) {
		found[i], err = stories[i].look(clients[i], member(i))
		return err
	})
	if t.Failed() {
		t.FailNow()
	}
	env, err := clients[0].owner.Pipeline.Env(t.Context())
	done(t, err)
	for i := range found {
		for _, pair := range env.List {
			if pair.Key == "HOOK"+member(i) {
				found[i]["environment"] = pair.Value.Reveal()
			}
		}
	}
	return found
}

// idle tells whether a line changes nothing: it reads, or is refused. Who fails
// to sign in changes something, as the attempt is noted.
func (l line) idle() bool {
	refused := l.Fails != 0 && !strings.HasPrefix(l.Call, "login")
	return refused || slices.Contains(onlyReading(), l.Call)
}

// look makes calls that read, after the story, and gives what they find.
func (s *story) look(c caller, me string) (map[string]any, error) {
	found := map[string]any{}
	for _, l := range looking() {
		with, err := s.fill(json.RawMessage(strings.ReplaceAll(l[1], "${me}", me)))
		if err != nil {
			return nil, err
		}
		got, err := c.call(l[0], with)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l[0], err)
		}
		if !got.OK {
			return nil, fmt.Errorf("%s: refused with %v", l[0], got.Error)
		}
		found[l[0]+" "+l[1]] = names{me: "me", s.box.URL: "http://box"}.value(got.Result)
	}
	return found, nil
}

// looking are the calls, and their arguments, that find all that the story left
// of one person: users with their sign-ins, and what is theirs. What the pool has
// in one list for everybody is looked at by one.
func looking() [][2]string {
	return [][2]string{
		{"search", `["${me}"]`}, {"user", `[{"id": "${ada._id}"}]`}, {"user", `[{"id": "${eve._id}"}]`}, {"metadata", `["${ada._id}"]`},
		{"authz.group", `["${editors._id}"]`}, {"authz.group", `["${authors._id}"]`}, {"authz.groupUserList", `["${authors._id}"]`},
		{"authz.role", `["${editor._id}"]`}, {"authz.role", `["${author._id}"]`}, {"userPermissionList", `["${ada._id}"]`},
		{"userRoleList", `["${ada._id}"]`}, {"userRoleList", `["${cy._id}"]`}, {"userRoleList", `["${dan._id}"]`}, {"userRoleList", `["${eve._id}"]`},
		{"getUsersByRole", `[{"roleId": "${old._id}"}]`}, {"queryPermissions", `["${ada._id}"]`},
		{"org.findById", `["${org._id}"]`}, {"pipeline.ruleById", `["${rule._id}"]`},
		{"login", `[{"unionid": "github|${me}"}]`}, // whom it is bound to
	}
}

// atOnce lets n do something at once, and waits until all have. Errors fail the
// test.
func atOnce(t *testing.T, n int, do func(i int) error) {
	t.Helper()
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			if err := do(i); err != nil {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	close(start)
	all.Wait()
}
