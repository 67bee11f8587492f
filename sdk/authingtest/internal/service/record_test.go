package service

import (
	"bytes"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// filler fills values by reflection, each with another content, so that nothing
// is left at zero. Lists of what stands elsewhere too are left to the test.
type filler struct {
	t    *testing.T
	next int
}

// fill sets a value and everything in it.
func (f *filler) fill(v reflect.Value, path string) {
	f.t.Helper()
	f.next++
	// Unexported fields are what this test is about.
	v = reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 3, 1, 12, 0, f.next, f.next, time.UTC)))
		return
	case []*User, []*group, []*role, []*Entry, []*node:
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.next))
	case reflect.Uint8:
		v.SetUint(uint64(f.next % 256))
	case reflect.String:
		v.SetString(fmt.Sprintf("%s/%d?%%é", path, f.next))
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0), path)
		f.fill(v.Index(1), path)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key, path)
		f.fill(value, path)
		v.SetMapIndex(key, value)
	default:
		f.t.Fatalf("%s: the test cannot fill a %s", path, v.Type())
	}
}

func filled[T any](f *filler) *T {
	value := new(T)
	f.fill(reflect.ValueOf(value).Elem(), reflect.TypeFor[T]().Name())
	return value
}

// fullService is a service in which no field of anything is zero.
func fullService(t *testing.T) *Service {
	t.Helper()
	f := &filler{t: t}
	s := emptyService(t)
	for name := range maps.Keys(fieldsOf[Service]()) {
		switch name {
		case "key", "keyID", "origin", "mu", "clock", "pools", "saver":
		default:
			field := reflect.ValueOf(s).Elem().FieldByName(name)
			f.fill(field, name)
		}
	}
	p := filled[pool](f)
	p.users = []*User{filled[User](f), filled[User](f)}
	for _, u := range p.users {
		u.Pool = p.id
		u.held[0].role, u.held[1].role = p.roles[1], p.roles[0]
	}
	p.access.permissions = []*Entry{filled[Entry](f), filled[Entry](f)}
	p.access.roles = []*role{filled[role](f), filled[role](f)}
	p.access.groups = []*group{filled[group](f), filled[group](f)}
	for i, r := range p.access.roles {
		r.permissions = []*Entry{p.access.permissions[1], p.access.permissions[0]}
		r.users = []*User{p.users[1-i]}
		g := p.access.groups[i]
		g.roles, g.users = []*role{p.access.roles[1-i], r}, []*User{p.users[1], p.users[0]}
	}
	for i, o := range p.orgs {
		root := &node{group: p.access.groups[i]}
		o.nodes = []*node{root, {group: p.access.groups[1-i], parent: root}}
	}
	s.pools[p.id], s.home = p, p.id
	for _, q := range s.qrcodes {
		q.Pool = p.id
		q.User.private = private{} // it is what copy gave
	}
	for _, q := range s.qrlogins {
		q.Pool = p.id
	}
	for i := range s.outbox {
		s.outbox[i].Pool = p.id
	}
	for word, ticket := range s.tickets {
		ticket.Pool = p.id
		s.tickets[word] = ticket
	}
	for word, missing := range s.steps {
		missing.Pool = p.id
		s.steps[word] = missing
	}
	f.wantFull(reflect.ValueOf(s).Elem(), "Service", make(map[uintptr]bool))
	return s
}

// wantFull finds fields at zero, which the test would not miss.
func (f *filler) wantFull(v reflect.Value, path string, seen map[uintptr]bool) {
	f.t.Helper()
	switch {
	case v.IsZero():
		f.t.Errorf("%s is zero: let fullService set it", path)
	case v.Kind() == reflect.Pointer:
		if !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			f.wantFull(v.Elem(), path, seen)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			f.wantFull(v.Index(i), path, seen)
		}
	case v.Kind() == reflect.Map:
		for _, key := range v.MapKeys() {
			f.wantFull(v.MapIndex(key), path, seen)
		}
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]() && v.Type() != reflect.TypeFor[rsa.PrivateKey]():
		for field := range v.Type().Fields() {
			inside := path + "." + field.Name
			root := v.Type() == reflect.TypeFor[node]() && field.Name == "parent"
			if !root && inside != "Service.mu" && inside != "Service.saver" && inside != "Service.qrcodes.User.private" {
				f.wantFull(v.FieldByIndex(field.Index), inside, seen)
			}
		}
	}
}

func fieldsOf[T any]() map[string]bool {
	fields := make(map[string]bool)
	for field := range reflect.TypeFor[T]().Fields() {
		fields[field.Name] = true
	}
	return fields
}

func emptyService(t *testing.T) *Service {
	t.Helper()
	s, err := New("http://box.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// reloaded is what comes of a service that is written down and read again.
func reloaded(t *testing.T, s *Service) *Service {
	t.Helper()
	records, err := s.records()
	if err != nil {
		t.Fatal(err)
	}
	again := emptyService(t)
	if err := again.restore(records); err != nil {
		t.Fatal(err)
	}
	return again
}

// wantSame compares two services, unexported fields and pointers and all.
func wantSame(t *testing.T, want, got *Service) {
	t.Helper()
	everything := cmp.Exporter(func(reflect.Type) bool { return true })
	if diff := cmp.Diff(want, got, everything, cmpopts.IgnoreFields(Service{}, "key", "mu", "clock", "saver")); diff != "" {
		t.Errorf("what was written and read differs (-want +got):\n%s", diff)
	}
	for id, p := range got.pools {
		for _, r := range p.access.roles {
			for _, u := range r.users {
				if p.byID(u.ID) != u {
					t.Errorf("the pool %s has a user twice", id)
				}
			}
		}
	}
}

// TestRecordsAreComplete fills every field that there is, so that a field that
// the records lack is missed.
func TestRecordsAreComplete(t *testing.T) {
	s := fullService(t)
	wantSame(t, s, reloaded(t, s))
}

// TestRecordsOfANewPool has everything at zero that can be.
func TestRecordsOfANewPool(t *testing.T) {
	s := emptyService(t)
	id, _, err := s.AddPool(PoolSeed{})
	if err != nil {
		t.Fatal(err)
	}
	none := "" // set and empty, which is not the same as never set
	if _, err := s.AddUser(id, UserSeed{Phone: "13100000000", Details: Details{Name: &none}}); err != nil {
		t.Fatal(err)
	}
	s.pools[id].access.groups = []*group{{Entry: Entry{ID: "crew"}}}
	s.pools[id].apps = []App{{ID: "nil"}, {ID: "none", Grants: []string{}}}
	wantSame(t, s, reloaded(t, s))
}

// TestUserJSONTellsNothingPrivate reads the JSON of a user in whom nothing is
// zero: what endpoints outside GraphQL answer with.
func TestUserJSONTellsNothingPrivate(t *testing.T) {
	u := filled[User](&filler{t: t})
	encoded, err := json.Marshal(u)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(encoded, []byte("User.Email")) || bytes.Contains(encoded, []byte("User.private")) {
		t.Errorf("a user's JSON is %s", encoded)
	}
	u.held = []holding{{role: new(Group)}}
	if copied := u.copy(); !reflect.ValueOf(copied.private).IsZero() {
		t.Error("what leaves the lock has private things")
	}
}

// TestDamagedRecords damages one record after the other: each is an error, none
// a panic, and what the record says is not in the error.
func TestDamagedRecords(t *testing.T) {
	records, err := fullService(t).records()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Sorted(maps.Keys(records)) {
		for _, damage := range []string{``, `{`, `[5`, `5x`} {
			damaged := maps.Clone(records)
			damaged[key] = []byte(damage)
			if err := emptyService(t).restore(damaged); err == nil {
				t.Errorf("%s: %q is accepted", key, damage)
			}
		}
	}
	for _, kind := range []string{kindPool, kindUser} {
		for key := range records {
			if strings.HasPrefix(key, kind+"/") {
				fewer := maps.Clone(records)
				delete(fewer, key)
				if err := emptyService(t).restore(fewer); err == nil {
					t.Errorf("nothing is missed without %s", kind)
				}
			}
		}
	}
	for _, message := range []string{`null`, `{"Pool": ""}`, `{"Pool": "elephants"}`} {
		damaged := maps.Clone(records)
		damaged[kindMessage+"/000000000000"] = []byte(message)
		if err := emptyService(t).restore(damaged); err == nil {
			t.Errorf("the message %s is accepted", message)
		}
	}
	if err := emptyService(t).restore(map[string][]byte{"elephant/1": nil}); err == nil {
		t.Error("a kind that there is not is accepted")
	}
}
