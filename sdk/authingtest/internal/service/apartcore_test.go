package service_test

import (
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// otherPool is a second pool, in which Eve has a name and a password.
const otherPool = "5e5f0000000000000000p002"

// besides adds the second pool, and gives who calls it.
func (f *fixture) besides() service.Asker {
	f.t.Helper()
	if _, _, err := f.AddPool(service.PoolSeed{ID: otherPool}); err != nil {
		f.t.Fatal(err)
	}
	for _, seed := range []service.UserSeed{
		{Username: "eve", Password: password},
		{Username: "new", Password: password, ResetOnFirstLogin: true},
	} {
		if _, err := f.AddUser(otherPool, seed); err != nil {
			f.t.Fatal(err)
		}
	}
	return service.Asker{Pool: otherPool}
}

// TestLinkKeepsToAPool links with tokens of the pool that is called and of another.
func TestLinkKeepsToAPool(t *testing.T) {
	f := newFixture(t)
	there := f.besides()
	ada, bob := f.coreIn("ada").Token, f.token()
	eve, err := f.CoreLogin(there, service.CoreCredentials{Account: "eve", Password: f.seal(password)})
	wantCode(t, err, 0)
	for _, test := range []struct {
		name               string
		by                 service.Asker
		primary, secondary string
		want               authing.Code
	}{
		{"the first of another pool", nobody, *eve.Token, ada, authing.CodeNotSignedIn},
		{"the second of another pool", nobody, ada, *eve.Token, authing.CodeNotSignedIn},
		{"both of another pool", there, ada, bob, authing.CodeNotSignedIn},
		{"two pools, neither named", service.Asker{}, ada, *eve.Token, authing.CodeNotSignedIn},
		{"one user", nobody, ada, bob, authing.CodeParametersIncomplete},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := f.Link(test.by, test.primary, test.secondary)
			wantCode(t, err, test.want)
		})
	}
}

// TestLinkKeepsThePermanent links somebody who cannot be removed.
func TestLinkKeepsThePermanent(t *testing.T) {
	f := newFixture(t)
	f.add(service.UserSeed{Username: "root", UnionID: "wechat|1", Password: password, Permanent: true})
	root, ada := f.coreIn("root").Token, f.coreIn("ada").Token
	_, err := f.Link(nobody, ada, root)
	wantCode(t, err, authing.CodeDeleteNotAllowed)
	_, err = f.Link(nobody, root, ada)
	wantCode(t, err, 0)
}

// TestStepsKeepToAPool goes on from a refused sign-in by the client of another
// pool.
func TestStepsKeepToAPool(t *testing.T) {
	f := newFixture(t)
	there := f.besides()
	app, err := f.FirstApp(otherPool)
	wantCode(t, err, 0)
	wantCode(t, f.SetAppMFA(otherPool, app, true), 0)
	_, err = f.CoreLogin(there, service.CoreCredentials{Account: "eve", Password: f.seal(password)})
	factor := step(t, err, authing.CodeAppMFARequired, "mfaToken")
	eve, err := f.CoreFindUser(service.Asker{Pool: otherPool, Token: f.ownerOf(otherPool)}, service.CoreFind{Username: "eve"})
	wantCode(t, err, 0)
	_, err = f.CoreLogin(there, service.CoreCredentials{Account: "new", Password: f.seal(password)})
	first := step(t, err, authing.CodeFirstLoginPasswordReset, "token")
	ours, err := f.FirstApp(pool)
	wantCode(t, err, 0)
	digits, err := f.OneTimePassword(otherPool, eve.ID)
	wantCode(t, err, 0)
	for _, by := range []service.Asker{nobody, {App: ours}} {
		by.Token = factor
		_, err = f.FactorByTOTP(by, digits)
		wantCode(t, err, authing.CodeIDTokenInvalid)
		_, err = f.FactorByRecoveryCode(by, "0")
		wantCode(t, err, authing.CodeIDTokenInvalid)
		_, err = f.FactorBySMS(by, "13100000000", "0")
		wantCode(t, err, authing.CodeIDTokenInvalid)
		_, err = f.FactorByEmail(by, "eve@example.com", "0")
		wantCode(t, err, authing.CodeIDTokenInvalid)
		_, err = f.FactorBindable(by, "13100000000", "")
		wantCode(t, err, authing.CodeIDTokenInvalid)
		_, err = f.Associate(by)
		wantCode(t, err, authing.CodeNotSignedIn)
		wantCode(t, f.CoreFirstPassword(by, first, f.seal("battery staple")), authing.CodeIDTokenInvalid)
	}
	there.Token = factor
	_, err = f.FactorByTOTP(there, digits)
	wantCode(t, err, 0)
	wantCode(t, f.CoreFirstPassword(service.Asker{App: app}, first, f.seal("battery staple")), 0)
}

// ownerOf gives the token of a pool's owner.
func (f *fixture) ownerOf(poolID string) string {
	f.t.Helper()
	secret, err := f.Secret(poolID)
	if err != nil {
		f.t.Fatal(err)
	}
	_, token, err := f.Init(poolID, secret)
	if err != nil {
		f.t.Fatal(err)
	}
	return token
}
