package boxed

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/scan"
)

// Case is one scenario of one method.
type Case[C any] struct {
	Method string // "Group.Name" for a method of a group
	When   string // what is special about it; empty where nothing is
	// Want is what the method fails with, for [errors.Is]: a code, or an
	// *authing.InputError, which has to be equal. Nil is success.
	Want error
	// Do calls the method, checks what came back, and returns the method's error. For
	// a status answer it returns the status' code.
	Do func(t *testing.T, w *World[C]) error
}

// Run runs each case in a box of its own, with a client that enter makes. After, if
// there is one, looks at the client when the case is over. No secret of a case may be in
// what its clients log, in its error, or in its client when it is printed; there have to be
// secrets of the kinds that sees names.
func Run[C any](t *testing.T, enter func(testing.TB, *Box) C, cases []Case[C], after func(*testing.T, *World[C], Case[C]), sees ...scan.Kind) {
	t.Helper()
	seen := &census{seen: make(map[scan.Kind]int)}
	t.Cleanup(func() { seen.check(t, len(cases), sees) })
	for _, c := range cases {
		t.Run(c.Method+"/"+cmp.Or(c.When, "plain"), func(t *testing.T) {
			t.Parallel()
			w := &World[C]{Box: Start(t), enter: enter}
			w.Client = enter(t, w.Box)
			err := c.Do(t, w)
			c.judge(t, err)
			onWire := w.Scanner.Seen()
			w.checkLeaks(t, w.Client, err)
			seen.add(onWire, w.Scanner.Texts())
			if after != nil {
				after(t, w, c)
			}
		})
	}
}

// judge compares how the method ended with how it should have.
func (c Case[C]) judge(t *testing.T, err error) {
	t.Helper()
	if c.Want == nil {
		if err != nil {
			t.Errorf("%s failed: %v", c.Method, err)
		}
		return
	}
	if want, ok := errors.AsType[*authing.InputError](c.Want); ok {
		got, _ := errors.AsType[*authing.InputError](err)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s failed with %v (-want +got):\n%s", c.Method, err, diff)
		}
		return
	}
	if !errors.Is(err, c.Want) {
		t.Errorf("%s failed with %v, want %v", c.Method, err, c.Want)
	}
	if operation, ok := operationOf(err); ok && operation != c.Method {
		t.Errorf("the error is one of %s, want %s: %v", operation, c.Method, err)
	}
}

// operationOf is the method that an error of the service speaks of.
func operationOf(err error) (operation string, ok bool) {
	if refused, ok := errors.AsType[*authing.Error](err); ok {
		return refused.Operation, true
	}
	if refused, ok := errors.AsType[*authing.OAuthError](err); ok {
		return refused.Operation, true
	}
	return "", false
}

// Covered fails where a method of client has no case that succeeds or none that
// fails, and where a case is about no method of it. Some, if any are named, ask nobody
// and never fail.
func Covered[C any](t *testing.T, client any, cases []Case[C], never ...string) {
	t.Helper()
	succeed, fail := make(map[string]bool), make(map[string]bool)
	for _, method := range never {
		fail[method] = true
	}
	for _, c := range cases {
		if c.Want == nil {
			succeed[c.Method] = true
		} else {
			fail[c.Method] = true
		}
	}
	SameMethods(t, "with a case that succeeds", client, succeed)
	SameMethods(t, "with a case that fails", client, fail)
}

// SameMethods fails where the methods of client are not exactly the named ones.
func SameMethods(t *testing.T, which string, client any, named map[string]bool) {
	t.Helper()
	for _, method := range methodsOf(reflect.TypeOf(client)) {
		if !named[method] {
			t.Errorf("%s is not among the methods %s", method, which)
		}
		delete(named, method)
	}
	for method := range named {
		t.Errorf("%s is among the methods %s, and the client has no such method", method, which)
	}
}

// methodsOf lists the exported methods of a pointer to a client, those of its groups
// as "Group.Name".
func methodsOf(client reflect.Type) []string {
	var names []string
	for method := range client.Methods() {
		names = append(names, method.Name)
	}
	for field := range client.Elem().Fields() {
		if !field.IsExported() {
			continue
		}
		for method := range field.Type.Methods() {
			names = append(names, field.Name+"."+method.Name)
		}
	}
	slices.Sort(names)
	return names
}
