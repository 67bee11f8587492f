package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A record is one thing of the service as JSON, under a key such as
// user/POOL/ID: what a data file holds. What points to other things in memory
// names them by their IDs here. A field that is added to the service and
// missing here makes TestRecordsAreComplete fail.

// The kinds of records: the first part of their keys.
const (
	kindService = "service"
	kindPool    = "pool"
	kindUser    = "user"
	kindMessage = "message"
	kindGrant   = "grant"
	kindCode    = "code"
	kindVisit   = "visit"
	kindQRCode  = "qrcode"
	kindQRLogin = "qrlogin"
	kindTicket  = "ticket"
	kindStep    = "step"
	kindLink    = "link"
	kindCaptcha = "captcha"
	kindUpload  = "upload"
	kindPicture = "picture"
)

type serviceRecord struct {
	Ahead   time.Duration
	Changes int
	Home    string
}

type poolRecord struct {
	ID, Secret, Name, Owner string
	Created                 time.Time
	Settings                Settings
	OlderRoles              []Group
	Codes                   map[codeKey]code
	Failures                map[string]failures
	Tally                   tally
	Groups                  []groupRecord
	Roles                   []roleRecord
	Permissions             []Entry
	Orgs                    []orgRecord
	Rules                   []Rule
	Env                     []Pair
	Apps                    []App
	DefaultApp              App
	Socials                 []SocialLogin
	Directory               []DirectoryUser
	UDF                     []UDFDefinition
	UDV                     []udfValue
	Policies                []Policy
	Assignments             []Assignment
}

type groupRecord struct {
	Entry
	Roles, Users []string // IDs
}

type roleRecord struct {
	Entry
	Permissions, Users []string // IDs
}

type orgRecord struct {
	ID    string
	Nodes []nodeRecord
}

type nodeRecord struct {
	Group, Parent string // IDs of groups; the root has no parent
}

type userRecord struct {
	User
	Number   int
	Password string
	Forced   bool
	Stays    bool
	MFA      *mfa
	Sessions map[string]session
	Logins   []Login
	Allowed  []Authorization
	Held     []holdingRecord
	Bindings []Binding
	Metadata []Pair
	More     More
	Sources  []string
	First    bool
}

type holdingRecord struct {
	ID, Since, Role string // the role by its ID
}

// records gives everything that the service holds. The lock is held.
func (s *Service) records() (map[string][]byte, error) {
	all := make(map[string][]byte)
	err := errors.Join(
		record(all, serviceRecord{Ahead: s.ahead, Changes: s.changes, Home: s.home}, kindService),
		recordEach(all, kindGrant, s.grants),
		recordEach(all, kindCode, s.authCodes),
		recordEach(all, kindVisit, s.visits),
		recordEach(all, kindQRCode, s.qrcodes),
		recordEach(all, kindQRLogin, s.qrlogins),
		recordEach(all, kindTicket, s.tickets),
		recordEach(all, kindStep, s.steps),
		recordEach(all, kindLink, s.links),
		recordEach(all, kindCaptcha, s.captchas),
		recordEach(all, kindUpload, s.uploads),
	)
	for name, picture := range s.pictures {
		err = errors.Join(err, recordOnce(s.saver.written, all, picture, kindPicture, name))
	}
	for _, p := range s.pools {
		err = errors.Join(err, record(all, p.record(), kindPool, p.id))
		for _, u := range p.users {
			err = errors.Join(err, record(all, u.record(), kindUser, p.id, u.ID))
		}
	}
	for i, m := range s.outbox {
		err = errors.Join(err, recordOnce(s.saver.written, all, m, kindMessage, fmt.Sprintf("%012d", i))) // so that sorted keys are in order
	}
	return all, err
}

// record adds one record.
func record[T any](to map[string][]byte, value T, kind string, names ...string) error {
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("a record of the kind %s: %w", kind, err)
	}
	to[keyOf(kind, names...)] = encoded
	return nil
}

// recordOnce is record for what never changes: what the file holds of it is good.
func recordOnce[T any](written, to map[string][]byte, value T, kind, name string) error {
	key := keyOf(kind, name)
	if old, ok := written[key]; ok {
		to[key] = old
		return nil
	}
	return record(to, value, kind, name)
}

func keyOf(kind string, names ...string) string {
	key := kind
	for _, name := range names {
		key += "/" + url.PathEscape(name)
	}
	return key
}

// recordEach adds a record for each element of a map.
func recordEach[T any](to map[string][]byte, kind string, from map[string]T) error {
	for name, value := range from {
		if err := record(to, value, kind, name); err != nil {
			return err
		}
	}
	return nil
}

func (p *pool) record() poolRecord {
	r := poolRecord{
		ID: p.id, Secret: p.secret, Name: p.name, Owner: p.owner, Created: p.created, Settings: p.settings,
		OlderRoles:  each(p.roles, content),
		Codes:       p.codes,
		Tally:       p.tally,
		Failures:    make(map[string]failures),
		Groups:      each(p.access.groups, (*group).record),
		Roles:       each(p.access.roles, (*role).record),
		Permissions: each(p.access.permissions, content),
		Orgs:        each(p.orgs, (*org).record),
		Rules:       each(p.rules, content),
		Env:         p.env, Apps: p.apps, DefaultApp: p.defaultApp, Socials: p.socials, Directory: p.directory,
		UDF: p.udf, UDV: p.udv, Policies: p.policies, Assignments: p.assignments,
	}
	for account, f := range p.failures {
		r.Failures[account] = *f
	}
	return r
}

func (g *group) record() groupRecord {
	return groupRecord{Entry: g.Entry, Roles: each(g.roles, (*role).id), Users: each(g.users, (*User).id)}
}

func (r *role) record() roleRecord {
	return roleRecord{Entry: r.Entry, Permissions: each(r.permissions, (*Entry).id), Users: each(r.users, (*User).id)}
}

func (o *org) record() orgRecord {
	return orgRecord{ID: o.id, Nodes: each(o.nodes, (*node).record)}
}

func (n *node) record() nodeRecord {
	r := nodeRecord{Group: n.group.ID}
	if n.parent != nil {
		r.Parent = n.parent.group.ID
	}
	return r
}

func (u *User) record() userRecord {
	return userRecord{
		User: *u, Number: u.number, Password: u.password, Forced: u.resetForced, Stays: u.permanent, MFA: u.mfa, Sessions: u.sessions,
		Logins: u.logins, Allowed: u.allowed, Bindings: u.bindings, Metadata: u.metadata,
		More: u.more, Sources: u.sources, First: u.firstLogin,
		Held: each(u.held, func(h holding) holdingRecord { return holdingRecord{h.id, h.since, h.role.ID} }),
	}
}

func (e *Entry) id() string { return e.ID }
func (u *User) id() string  { return u.ID }

// content is what a pointer points to.
func content[T any](p *T) T { return *p }

// pointer points to a copy.
func pointer[T any](value T) *T { return &value }

// each is tell for a list that stays nil where it is.
func each[From, To any](list []From, of func(From) To) []To {
	if list == nil {
		return nil
	}
	return tell(list, of)
}

// restore fills a new service with what records gave. The lock is held.
func (s *Service) restore(records map[string][]byte) error {
	var pools []poolRecord
	var users []userRecord
	for _, key := range slices.Sorted(maps.Keys(records)) {
		kind, name, _ := strings.Cut(key, "/")
		if err := s.read(kind, name, records[key], &pools, &users); err != nil {
			return fmt.Errorf("a record of the kind %q: %w", kind, err) // the rest of the key may be a token
		}
	}
	for _, r := range pools {
		s.pools[r.ID] = r.pool()
	}
	slices.SortStableFunc(users, func(a, b userRecord) int { return a.Number - b.Number })
	for _, r := range users {
		if err := s.restoreUser(r); err != nil {
			return fmt.Errorf("the user %s: %w", r.ID, err)
		}
	}
	for _, r := range pools {
		if err := s.pools[r.ID].link(r); err != nil {
			return fmt.Errorf("the pool %s: %w", r.ID, err)
		}
	}
	return s.checkPools()
}

// read reads one record. Pools and users are put together later.
func (s *Service) read(kind, name string, record []byte, pools *[]poolRecord, users *[]userRecord) error {
	switch kind {
	case kindService:
		var r serviceRecord
		err := json.Unmarshal(record, &r)
		s.ahead, s.changes, s.home = r.Ahead, r.Changes, r.Home
		return err
	case kindPool:
		return readOne(pools, record)
	case kindUser:
		return readOne(users, record)
	case kindMessage:
		return readOne(&s.outbox, record)
	case kindGrant:
		return readInto(s.grants, name, record)
	case kindCode:
		return readInto(s.authCodes, name, record)
	case kindVisit:
		return readInto(s.visits, name, record)
	case kindQRCode:
		return readPointer(s.qrcodes, name, record)
	case kindQRLogin:
		return readPointer(s.qrlogins, name, record)
	case kindTicket:
		return readInto(s.tickets, name, record)
	case kindStep:
		return readInto(s.steps, name, record)
	case kindLink:
		return readInto(s.links, name, record)
	case kindCaptcha:
		return readInto(s.captchas, name, record)
	case kindUpload:
		return readInto(s.uploads, name, record)
	case kindPicture:
		return readInto(s.pictures, name, record)
	}
	return errors.New("there is no such kind")
}

// readOne reads a record and adds it to a list.
func readOne[T any](list *[]T, record []byte) error {
	var value T
	if err := json.Unmarshal(record, &value); err != nil {
		return err
	}
	*list = append(*list, value)
	return nil
}

// readInto reads a record and puts it into a map, by the name in its key.
func readInto[T any](to map[string]T, name string, record []byte) error {
	var value T
	if err := json.Unmarshal(record, &value); err != nil {
		return err
	}
	name, err := url.PathUnescape(name)
	to[name] = value
	return err
}

// readPointer is readInto for a map of pointers.
func readPointer[T any](to map[string]*T, name string, record []byte) error {
	values := make(map[string]T)
	err := readInto(values, name, record)
	for name, value := range values {
		to[name] = &value
	}
	return err
}

// pool makes the pool without its users, and without what refers to them.
func (r poolRecord) pool() *pool {
	p := &pool{
		id: r.ID, secret: r.Secret, name: r.Name, owner: r.Owner, created: r.Created, settings: r.Settings,
		roles:    each(r.OlderRoles, pointer),
		codes:    r.Codes,
		tally:    r.Tally,
		failures: make(map[string]*failures),
		rules:    each(r.Rules, pointer),
		env:      r.Env, apps: r.Apps, defaultApp: r.DefaultApp, socials: r.Socials, directory: r.Directory,
		udf: r.UDF, udv: r.UDV, policies: r.Policies, assignments: r.Assignments,
	}
	p.access.permissions = each(r.Permissions, pointer)
	if p.codes == nil {
		p.codes = make(map[codeKey]code)
	}
	for account, f := range r.Failures {
		p.failures[account] = &f
	}
	return p
}

// restoreUser puts a user into their pool, with the roles that they hold.
func (s *Service) restoreUser(r userRecord) error {
	p, err := s.pool(r.Pool)
	if err != nil {
		return err
	}
	u := r.User
	u.private = private{
		number: r.Number, password: r.Password, resetForced: r.Forced, permanent: r.Stays, mfa: r.MFA, sessions: r.Sessions,
		logins: r.Logins, allowed: r.Allowed, bindings: r.Bindings, metadata: r.Metadata,
		more: r.More, sources: r.Sources, firstLogin: r.First,
	}
	if u.sessions == nil {
		u.sessions = make(map[string]session)
	}
	u.held, err = linked(r.Held, func(h holdingRecord) (holding, error) {
		role, err := p.role(h.Role)
		return holding{id: h.ID, since: h.Since, role: role}, err
	})
	p.users = append(p.users, &u)
	return err
}

// link makes groups, roles and organisations point to what their records name.
func (p *pool) link(from poolRecord) (err error) {
	p.access.roles, err = linked(from.Roles, func(r roleRecord) (*role, error) {
		permissions, err := linked(r.Permissions, p.permission)
		users, missing := linked(r.Users, p.user)
		return &role{Entry: r.Entry, permissions: permissions, users: users}, errors.Join(err, missing)
	})
	if err != nil {
		return err
	}
	p.access.groups, err = linked(from.Groups, func(r groupRecord) (*group, error) {
		roles, err := linked(r.Roles, p.rbacRole)
		users, missing := linked(r.Users, p.user)
		return &group{Entry: r.Entry, roles: roles, users: users}, errors.Join(err, missing)
	})
	if err != nil {
		return err
	}
	p.orgs, err = linked(from.Orgs, p.linkOrg)
	return err
}

// linkOrg makes an organisation. A parent stands before its children.
func (p *pool) linkOrg(from orgRecord) (*org, error) {
	o := &org{id: from.ID}
	for i, r := range from.Nodes {
		g, err := p.rbacGroup(r.Group)
		if err != nil {
			return nil, err
		}
		parent := o.find(r.Parent)
		if (parent == nil) != (i == 0) {
			return nil, fmt.Errorf("the organisation %s is no tree", o.id)
		}
		o.nodes = append(o.nodes, &node{group: g, parent: parent})
	}
	if len(o.nodes) == 0 {
		return nil, fmt.Errorf("the organisation %s has no root", o.id)
	}
	return o, nil
}

// linked is each for what may be missing.
func linked[From, To any](list []From, find func(From) (To, error)) ([]To, error) {
	var failed error
	found := each(list, func(one From) To {
		to, err := find(one)
		failed = errors.Join(failed, err)
		return to
	})
	return found, failed
}

// checkPools refuses what the rest of the service would stumble over.
func (s *Service) checkPools() error {
	if (s.home == "") != (len(s.pools) == 0) || s.home != "" && s.pools[s.home] == nil {
		return fmt.Errorf("there is no pool %q, which was added first", s.home)
	}
	for id, p := range s.pools {
		if len(p.roles) == 0 {
			return fmt.Errorf("the pool %s lacks the role that every user is given", id)
		}
	}
	var named []string
	for _, q := range s.qrcodes {
		named = append(named, q.Pool)
	}
	for _, q := range s.qrlogins {
		named = append(named, q.Pool)
	}
	for _, t := range s.tickets {
		named = append(named, t.Pool)
	}
	for _, at := range s.steps {
		named = append(named, at.Pool)
	}
	for _, m := range s.outbox {
		named = append(named, m.Pool)
	}
	for _, id := range named {
		if s.pools[id] == nil {
			return fmt.Errorf("there is no pool %q, which a message or a sign-in belongs to", id)
		}
	}
	return nil
}
