package interop_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/store"
)

// line is a call of the story and what comes of it, whichever client makes it.
type line struct {
	Call  string          `json:"call"`  // the published client's name of it; dots lead to its submodules
	With  json.RawMessage `json:"with"`  // list of arguments
	As    string          `json:"as"`    // what later lines call the result
	Gives json.RawMessage `json:"gives"` // what of the result is compared; "*" is any text but the empty one
	Fails authing.Code    `json:"fails"` // 0 where it succeeds
}

// caller makes calls by the published client's names.
type caller interface {
	call(name string, with json.RawMessage) (answer, error)
}

// readStory reads the story that me tells: "${me}" makes its names and addresses
// me's own, so that many can tell it in one pool.
func readStory(me string) ([]line, error) {
	text, err := os.ReadFile("story.json")
	if err != nil {
		return nil, err
	}
	var lines []line
	err = json.Unmarshal(bytes.ReplaceAll(text, []byte("${me}"), []byte(me)), &lines)
	return lines, err
}

// storyBox starts a box for the story, which keeps its state in a file. Its clock
// stands still, so that the times in it do not depend on how long a client takes.
func storyBox(t *testing.T, now time.Time) (box *authingtest.Server, file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "box.db")
	return authingtest.NewServer(t, append(storyOptions(now), authingtest.WithDataFile(file))...), file
}

func storyOptions(now time.Time) []authingtest.Option {
	return []authingtest.Option{
		authingtest.WithPool("5e85aded9cc18e4cc67e7800", "the-secret-of-the-story"),
		authingtest.WithFailedLogins(2, time.Hour),
		authingtest.WithClock(func() time.Time { return now }),
	}
}

// tell lets a client tell the story, up to the first line in which something else
// happens than is written there. Next is called ahead of every line.
func (s *story) tell(lines []line, c caller, next func()) error {
	for i, l := range lines {
		next()
		if err := s.line(l, c); err != nil {
			return fmt.Errorf("line %d, %s: %w", i+1, l.Call, err)
		}
	}
	return nil
}

// line makes the call of a line, and compares what comes of it.
func (s *story) line(l line, c caller) error {
	with, err := s.fill(l.With)
	if err != nil {
		return err
	}
	got, err := c.call(l.Call, with)
	if err != nil {
		return err
	}
	if code := got.code(); code != l.Fails {
		return fmt.Errorf("the code is %d, want %d: error %v", code, l.Fails, got.Error)
	}
	if l.As != "" {
		s.results[l.As] = got.Result
	}
	if l.Gives == nil {
		return nil
	}
	text, err := s.fill(l.Gives)
	if err != nil {
		return err
	}
	var want any
	if err := json.Unmarshal(text, &want); err != nil {
		return err
	}
	if diff := cmp.Diff(want, picked(got.Result, want)); diff != "" {
		return fmt.Errorf("the result differs (-want +got):\n%s", diff)
	}
	return nil
}

// fill puts in what "${...}" stands for.
func (s *story) fill(text json.RawMessage) (json.RawMessage, error) {
	var missing error
	filled := os.Expand(string(text), func(name string) string {
		value, err := s.find(name)
		if err != nil {
			missing = err
		}
		return value
	})
	return json.RawMessage(filled), missing
}

// code is the code that a call failed with; 0 where it succeeded. An answer that
// tells a bad outcome by its code alone is a failure, too: the clients do not
// agree in which of them they make errors.
func (a answer) code() authing.Code {
	told := a.Result
	if !a.OK {
		told = a.Error
	}
	fields, _ := told.(map[string]any)
	code, _ := fields["code"].(float64)
	switch {
	case a.OK && code == 200:
		return 0
	case !a.OK && code == 0:
		return -1 // no code of the service
	}
	return authing.Code(code)
}

// teller is a client that tells the story.
type teller func(*testing.T, *authingtest.Server) caller

func goTeller(t *testing.T, box *authingtest.Server) caller {
	c, err := newGoClients(t.Context(), box)
	done(t, err)
	return c
}

func nodeTeller(t *testing.T, box *authingtest.Server) caller {
	return startClient(t, findNode(t), box, box.Secret)
}

// told lets a client tell lines of the story to a fresh box, and gives the state
// of the box then. Between two lines a second passes for the box.
func told(t *testing.T, now time.Time, lines []line, by teller) state {
	t.Helper()
	box, file := storyBox(t, now)
	s := &story{box: box, results: map[string]any{}}
	done(t, s.tell(lines, by(t, box), func() { box.Advance(time.Second) }))
	return stateOf(t, box, file)
}

// toldBadly is told for a story in which something is missing: it goes on to the
// end, whatever else fails for it.
func toldBadly(t *testing.T, now time.Time, lines []line, by teller) state {
	t.Helper()
	box, file := storyBox(t, now)
	s := &story{box: box, results: map[string]any{}}
	c := by(t, box)
	for _, l := range lines {
		box.Advance(time.Second)
		_ = s.line(l, c)
	}
	return stateOf(t, box, file)
}

// stateOf closes a box and gives its state, which is in the file.
func stateOf(t *testing.T, box *authingtest.Server, file string) state {
	t.Helper()
	box.Close()
	kept, err := store.Open(file)
	done(t, err)
	records, err := kept.Records()
	done(t, errors.Join(err, kept.Close()))
	read, err := readState(records, box.URL)
	done(t, err)
	return read
}

func fullStory(t *testing.T) []line {
	t.Helper()
	lines, err := readStory(someone)
	done(t, err)
	return lines
}

// someone is who tells the story alone: eight digits that stand in no date.
const someone = "55000000"

// TestStory lets the Go clients tell the story.
func TestStory(t *testing.T) {
	told(t, time.Now().Truncate(time.Second), fullStory(t), goTeller)
}

// TestTheSameStory lets the Go clients and the published one tell the story, each
// to a fresh box, and finds the same in both boxes.
func TestTheSameStory(t *testing.T) {
	findNode(t)
	now := time.Now().Truncate(time.Second)
	ours, theirs := told(t, now, fullStory(t), goTeller), told(t, now, fullStory(t), nodeTeller)
	if diff := cmp.Diff(theirs, ours); diff != "" {
		t.Errorf("the boxes differ (-Node.js +Go):\n%s", diff)
	}
}

// TestLinesLeaveTraces leaves out of the story one call of each kind that changes
// something, and sees that the box is not the same: what is equal in
// TestTheSameStory is equal because both clients did it.
func TestLinesLeaveTraces(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	whole := told(t, now, fullStory(t), goTeller)
	for name, left := range lastChanges(fullStory(t)) {
		t.Run(name, func(t *testing.T) {
			lines := fullStory(t)
			for i, l := range lines {
				// A call that was to fail because the other succeeded would take its place.
				if l.Call == left.Call && bytes.Equal(l.With, left.With) {
					lines[i] = line{Call: "checkLoginStatus"}
				}
			}
			if cmp.Equal(whole, toldBadly(t, now, lines, goTeller)) {
				t.Error("the box is the same without it")
			}
		})
	}
}

// lastChanges gives the last line of each call that changes something.
func lastChanges(lines []line) map[string]line {
	last := map[string]line{}
	for _, l := range lines {
		if l.Fails == 0 && !slices.Contains(onlyReading(), l.Call) {
			last[l.Call] = l
		}
	}
	return last
}

// onlyReading are the calls of the story that change nothing.
func onlyReading() []string {
	return []string{
		"userExist", "checkLoginStatus", "user", "metadata", "readUserOAuthList", "verifyResetPasswordVerifyCode", "verifyPhoneCode",
		"list", "search", "userPatch", "authz.groupUserList", "userPermissionList", "userRoleList", "userGroupList",
		"org.searchUser", "getUsersByRole", "queryPermissions",
	}
}
