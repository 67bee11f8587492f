package service

import (
	"testing"
	"time"
)

// TestExpiredSessionsAreForgotten looks inside, as nobody outside can tell an
// expired session from none: only the memory and the data file grow.
func TestExpiredSessionsAreForgotten(t *testing.T) {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s, err := New("http://box.test", func() time.Time { return start })
	if err != nil {
		t.Fatal(err)
	}
	id, _, err := s.AddPool(PoolSeed{Settings: Settings{TokenLifetime: time.Hour}})
	if err != nil {
		t.Fatal(err)
	}
	ada, err := s.AddUser(id, UserSeed{UnionID: "wx-1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 2, 2} { // sessions that last an hour, one every half
		if _, err := s.Login(Credentials{Pool: id, UnionID: "wx-1"}); err != nil {
			t.Fatal(err)
		}
		if got := len(s.byID(ada.ID).sessions); got != want {
			t.Errorf("%d sessions, want %d", got, want)
		}
		s.Advance(30 * time.Minute)
	}
}
