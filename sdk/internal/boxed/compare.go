package boxed

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Any stands for any text but the empty one, where the service chooses it. As an
// [authing.Time] it stands for any text that is a time.
const Any = "(any)"

// Gives returns what takes a method's result and its error, compares the result and
// returns the error.
func Gives[T any](t *testing.T, want T) func(T, error) error {
	return func(got T, err error) error {
		t.Helper()
		if err != nil {
			return err
		}
		if diff := Diff(want, got); diff != "" {
			t.Errorf("the answer differs (-want +got):\n%s", diff)
		}
		return nil
	}
}

// Diff compares all that two values have, and takes [Any] for what it is.
func Diff[T any](want, got T) string {
	return gocmp.Diff(want, got,
		gocmp.Comparer(same(func(text string) bool { return text != "" })),
		gocmp.Comparer(same(func(text authing.Secret) bool { return text != "" })),
		gocmp.Comparer(same(func(text authing.Time) bool {
			_, err := text.Parse()
			return err == nil
		})))
}

// same compares two texts, of which one may be [Any].
func same[T ~string](fits func(T) bool) func(a, b T) bool {
	return func(a, b T) bool {
		return a == b || a == Any && fits(b) || b == Any && fits(a)
	}
}

// Fails returns what takes a method's result and its error, sees that no result came
// with an error, and returns the error.
func Fails[T comparable](t *testing.T) func(T, error) error {
	return func(got T, err error) error {
		t.Helper()
		var nothing T
		if err != nil && got != nothing {
			t.Errorf("a result came with the error: %v", got)
		}
		return err
	}
}
