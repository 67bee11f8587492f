package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// twoPools adds a second pool, with a user in it.
func twoPools(t *testing.T) (f *fixture, second, user string) {
	t.Helper()
	f = newFixture(t)
	second, _, err := f.AddPool(service.PoolSeed{ID: "second"})
	if err != nil {
		t.Fatal(err)
	}
	grace, err := f.AddUser(second, service.UserSeed{Email: "grace@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	return f, second, grace.ID
}

func TestAWordForAQRCodeIsOfOnePool(t *testing.T) {
	f, second, grace := twoPools(t)
	newCode := func(pool string) error { _, err := f.NewQRCode(pool, "r1"); return err }
	wantCode(t, newCode(pool), 0)
	wantCode(t, newCode(second), 2231)
	wantCode(t, f.ScanQRCode(second, "r1", grace), 2036)
	wantCode(t, newCode(pool), 0) // as a page does that is loaded again
	wantCode(t, f.ScanQRCode(pool, "r1", f.ada.ID), 0)
	wantCode(t, newCode(second), 2231)
	if u, _, err := f.CheckQRCode("r1"); err != nil || u == nil || u.ID != f.ada.ID {
		t.Errorf("it is not Ada who is signed in (%v)", err)
	}
	f.Advance(5 * time.Minute)
	wantCode(t, newCode(second), 0)
	wantCode(t, f.ScanQRCode(second, "r1", grace), 0)
}

func TestAQRCodeSignsOnePersonIn(t *testing.T) {
	f := newFixture(t)
	_, err := f.NewQRCode(pool, "r1")
	wantCode(t, err, 0)
	wantCode(t, f.ScanQRCode(pool, "r1", f.ada.ID), 0)
	wantCode(t, f.ScanQRCode(pool, "r1", f.bob.ID), 2300)
	if u, _, err := f.CheckQRCode("r1"); err != nil || u == nil || u.ID != f.ada.ID {
		t.Errorf("it is not Ada who is signed in (%v)", err)
	}
}

func TestAnADConnectorIsOfOnePool(t *testing.T) {
	f, second, _ := twoPools(t)
	person := service.DirectoryUser{Connector: "ad-1", Username: "mary", Password: "pw"}
	if err := f.AddDirectoryUser(pool, person); err != nil {
		t.Fatal(err)
	}
	if err := f.AddDirectoryUser(second, person); err == nil || !strings.Contains(err.Error(), "ad-1") {
		t.Errorf("the second pool has the connector too: %v", err)
	}
	person.Username = "john"
	if err := f.AddDirectoryUser(pool, person); err != nil {
		t.Error(err)
	}
	person.Connector = "" // LDAP has none
	for _, id := range []string{pool, second} {
		if err := f.AddDirectoryUser(id, person); err != nil {
			t.Error(err)
		}
	}
}
