package authingtest_test

import (
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// BenchmarkNew is what a test pays for a box of its own.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		box, err := authingtest.New()
		if err != nil {
			b.Fatal(err)
		}
		box.Close()
	}
}
