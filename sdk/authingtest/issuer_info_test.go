package authingtest_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// informed is a box with programs, to one of which Ada has signed in.
type informed struct {
	box                         *authingtest.Server
	p, colleague, public, staff *program // staff's is of another pool
	token                       *oauth2.Token
}

func newInformed(t *testing.T) informed {
	t.Helper()
	box := newBox(t)
	staff, err := box.AddPool()
	if err != nil {
		t.Fatal(err)
	}
	in := informed{
		box: box, p: newProgram(t, box, box.Pool, authingtest.App{}), colleague: newProgram(t, box, box.Pool, authingtest.App{}),
		public: newProgram(t, box, box.Pool, authingtest.App{Public: true}), staff: newProgram(t, box, staff, authingtest.App{}),
	}
	in.token = in.p.tokens(t, newBrowser(t, box).signIn(in.p.request(unchanged)))
	return in
}

// ask asks an endpoint about a token as a program.
func (p *program) ask(t *testing.T, box *authingtest.Server, path, token string) reply {
	t.Helper()
	form := url.Values{"client_id": {p.ClientID}, "token": {token}}
	if p.ClientSecret != "" {
		form.Set("client_secret", p.ClientSecret)
	}
	return post(t, box.URL+path, form)
}

func TestIntrospection(t *testing.T) {
	in := newInformed(t)
	classic := strings.TrimPrefix(token(t, in.box), "Bearer ")
	for name, test := range map[string]struct {
		who    *program
		token  string
		active bool
	}{
		"its access token":                   {in.p, in.token.AccessToken, true},
		"its refresh token":                  {in.p, in.token.RefreshToken, true},
		"a colleague's access token":         {in.colleague, in.token.AccessToken, true},
		"a colleague's refresh token":        {in.colleague, in.token.RefreshToken, false},
		"another's, without a proof":         {in.public, in.token.AccessToken, false},
		"another pool's":                     {in.staff, in.token.AccessToken, false},
		"ID token":                           {in.p, idToken(in.token), false},
		"token of the classic API":           {in.p, classic, false},
		"owner token":                        {in.p, strings.TrimPrefix(owner(t, in.box), "Bearer "), false},
		"no token at all":                    {in.p, "x", false},
		"an access token that was made up":   {in.p, in.token.AccessToken + "x", false},
		"somebody else's word for a session": {in.p, in.token.RefreshToken[1:], false},
	} {
		got := in.ask(t, test.who, "/oidc/token/introspection", test.token)
		if got["active"] != test.active || !test.active && len(got) != 1 {
			t.Errorf("%s: active %v, and %d more, want %t", name, got["active"], len(got)-1, test.active)
		}
	}
	got := in.ask(t, in.colleague, "/oidc/token/introspection", in.token.AccessToken)
	if got["client_id"] != in.p.ClientID || got["sub"] != adaID || got["username"] != "ada" || got["scope"] != "openid email offline_access" ||
		got["token_type"] != "Bearer" || got["iss"] != in.box.URL+"/oidc" || got["exp"].(float64)-got["iat"].(float64) != 3600 {
		t.Errorf("introspected %v", got)
	}
}

func (in informed) ask(t *testing.T, who *program, path, token string) map[string]any {
	t.Helper()
	return answerOf(t, who.ask(t, in.box, path, token))
}

func TestRevocation(t *testing.T) {
	for name, test := range map[string]struct {
		who, secret     func(informed) string
		token           func(informed) string
		status          int
		access, refresh bool // still good
	}{
		"access token":               {id(own), secret(own), accessToken, http.StatusOK, false, true},
		"refresh token":              {id(own), secret(own), refreshToken, http.StatusOK, false, false},
		"unknown token":              {id(own), secret(own), func(informed) string { return "x" }, http.StatusOK, true, true},
		"no token":                   {id(own), secret(own), func(informed) string { return "" }, http.StatusBadRequest, true, true},
		"wrong secret":               {id(own), func(informed) string { return "wrong" }, accessToken, http.StatusBadRequest, true, true},
		"a colleague's access token": {id(colleague), secret(colleague), accessToken, http.StatusBadRequest, true, true},
		"a colleague's refresh":      {id(colleague), secret(colleague), refreshToken, http.StatusBadRequest, true, true},
		"another pool's":             {id(staff), secret(staff), refreshToken, http.StatusBadRequest, true, true},
	} {
		in := newInformed(t)
		form := url.Values{"client_id": {test.who(in)}, "client_secret": {test.secret(in)}, "token": {test.token(in)}}
		if got := post(t, in.box.URL+"/oidc/token/revocation", form); got.status != test.status {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
		if still := good(t, in.box, in.token.AccessToken); still != test.access {
			t.Errorf("%s: the access token is good: %t", name, still)
		}
		if got := post(t, in.p.Endpoint.TokenURL, in.p.refresh(in.token.RefreshToken)); (got.status == http.StatusOK) != test.refresh {
			t.Errorf("%s: refreshing: %d", name, got.status)
		}
	}
}

func own(in informed) *program        { return in.p }
func colleague(in informed) *program  { return in.colleague }
func staff(in informed) *program      { return in.staff }
func accessToken(in informed) string  { return in.token.AccessToken }
func refreshToken(in informed) string { return in.token.RefreshToken }

func id(who func(informed) *program) func(informed) string {
	return func(in informed) string { return who(in).ClientID }
}

func secret(who func(informed) *program) func(informed) string {
	return func(in informed) string { return who(in).ClientSecret }
}

func TestUserInfo(t *testing.T) {
	in := newInformed(t)
	const form = "application/x-www-form-urlencoded"
	at, parameter := in.box.URL+"/oidc/me", "access_token="+in.token.AccessToken
	with := func(r *http.Request, authorization string) *http.Request {
		r.Header.Set("Authorization", authorization)
		return r
	}
	for name, test := range map[string]struct {
		request *http.Request
		status  int
		asked   string
	}{
		"bearer":            {with(request(t, http.MethodGet, at, "", ""), "Bearer "+in.token.AccessToken), http.StatusOK, ""},
		"bearer of a POST":  {with(request(t, http.MethodPost, at, "", ""), "Bearer "+in.token.AccessToken), http.StatusOK, ""},
		"in the address":    {request(t, http.MethodGet, at+"?"+parameter, "", ""), http.StatusOK, ""},
		"in a POST's":       {request(t, http.MethodPost, at+"?"+parameter, "", ""), http.StatusOK, ""},
		"in the form":       {request(t, http.MethodPost, at, form, parameter), http.StatusOK, ""},
		"nothing":           {request(t, http.MethodGet, at, "", ""), http.StatusUnauthorized, "Bearer"},
		"wrong":             {with(request(t, http.MethodGet, at, "", ""), "Bearer x"), http.StatusUnauthorized, `Bearer error="invalid_token"`},
		"ID token":          {with(request(t, http.MethodGet, at, "", ""), "Bearer "+idToken(in.token)), http.StatusUnauthorized, `Bearer error="invalid_token"`},
		"pool's token":      {with(request(t, http.MethodGet, at, "", ""), token(t, in.box)), http.StatusUnauthorized, `Bearer error="invalid_token"`},
		"owner token":       {with(request(t, http.MethodGet, at, "", ""), owner(t, in.box)), http.StatusUnauthorized, `Bearer error="invalid_token"`},
		"header and form":   {with(request(t, http.MethodPost, at, form, parameter), "Bearer "+in.token.AccessToken), http.StatusBadRequest, ""},
		"twice in the form": {request(t, http.MethodPost, at, form, parameter+"&"+parameter), http.StatusBadRequest, ""},
		"address and form":  {request(t, http.MethodPost, at+"?"+parameter, form, parameter), http.StatusBadRequest, ""},
	} {
		got := send(t, test.request)
		if got.status != test.status || got.header.Get("WWW-Authenticate") != test.asked {
			t.Errorf("%s: %d %q", name, got.status, got.header.Get("WWW-Authenticate"))
		}
		info := answerOf(t, got)
		if test.status == http.StatusOK && (info["sub"] != adaID || info["email"] != "ada@example.com" || info["nickname"] != nil) {
			t.Errorf("%s: %v", name, info)
		}
	}
}

func TestValidatingATokenOverHTTP(t *testing.T) {
	in := newInformed(t)
	at := in.box.URL + "/api/v2/oidc/validate_token?"
	ask := func(values url.Values) map[string]any { return answerOf(t, get(t, at+values.Encode())) }
	if got := ask(url.Values{"access_token": {in.token.AccessToken}}); got["sub"] != adaID || got["scope"] != "openid email offline_access" {
		t.Errorf("the access token says %v", got)
	}
	if got := ask(url.Values{"id_token": {idToken(in.token)}}); got["sub"] != adaID || got["nonce"] != "the nonce" || got["at_hash"] == nil {
		t.Errorf("the ID token says %v", got)
	}
	refused := map[string]url.Values{
		"nothing": nil, "both": {"access_token": {in.token.AccessToken}, "id_token": {idToken(in.token)}},
		"twice":                     {"access_token": {in.token.AccessToken, in.token.AccessToken}},
		"ID token as access token":  {"access_token": {idToken(in.token)}},
		"access token as ID token":  {"id_token": {in.token.AccessToken}},
		"made up":                   {"id_token": {"eyJ.e30.x"}},
		"token of the classic API":  {"access_token": {strings.TrimPrefix(token(t, in.box), "Bearer ")}},
		"classic token as ID token": {"id_token": {strings.TrimPrefix(token(t, in.box), "Bearer ")}},
	}
	for name, values := range refused {
		if got := ask(values); got["error"] == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	in.box.Advance(time.Hour)
	for _, values := range []url.Values{{"access_token": {in.token.AccessToken}}, {"id_token": {idToken(in.token)}}} {
		if got := ask(values); got["error"] != "invalid_token" {
			t.Errorf("an hour later: %v", got)
		}
	}
}

// TestWhoIsSignedInWithTheBrowser asks as a page of the program does.
func TestWhoIsSignedInWithTheBrowser(t *testing.T) {
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{}), newBrowser(t, box)
	if got := b.open(box.URL + "/cas/session"); got.body != "null" {
		t.Errorf("nobody is %s", got.body)
	}
	b.signIn(p.request(unchanged))
	got := answerOf(t, b.open(box.URL+"/cas/session"))
	user, _ := got["userInfo"].(map[string]any)
	session, _ := got["session"].(map[string]any)
	cookie, _ := session["cookie"].(map[string]any)
	if user["email"] != "ada@example.com" || cookie["userId"] != adaID || cookie["appId"] != p.ClientID || session["_id"] == "" {
		t.Errorf("Ada is %v", got)
	}
	for origin, trusted := range map[string]bool{"https://shop.example.com": true, "https://evil.example.com": false, "http://shop.example.com": false, "null": false} {
		for _, method := range []string{http.MethodGet, http.MethodOptions} {
			r := request(t, method, box.URL+"/cas/session", "", "")
			r.Header.Set("Origin", origin)
			r.Header.Set("Access-Control-Request-Headers", "x-authing-app-id")
			header := b.send(r).header
			allowed, want := header.Get("Access-Control-Allow-Origin"), map[bool]string{true: origin, false: "*"}[trusted]
			if allowed != want || (header.Get("Access-Control-Allow-Credentials") == "true") != trusted || header.Get("Vary") != "Origin" {
				t.Errorf("%s from %s: %v", method, origin, header)
			}
			if headers := header.Get("Access-Control-Allow-Headers"); method == http.MethodOptions && trusted && headers != "x-authing-app-id" {
				t.Errorf("a page of the program may send %q", headers)
			}
		}
	}
}

func TestFailuresOfTheIssuer(t *testing.T) {
	box := newBox(t)
	p, b := newProgram(t, box, box.Pool, authingtest.App{}), newBrowser(t, box)
	fail(t, box,
		authingtest.Failure{Call: "/oidc/auth", OAuthCode: "access_denied", Message: "she would rather not"},
		authingtest.Failure{Call: "/oidc/sign-in", OAuthCode: "temporarily_unavailable"},
		authingtest.Failure{Call: "/oidc/token", OAuthCode: authing.InvalidGrant},
		authingtest.Failure{Call: "/oidc/me", Status: http.StatusServiceUnavailable},
		authingtest.Failure{Call: "/api/v2/oidc/validate_token", Code: 1000},
		authingtest.Failure{Call: "/oidc/session/end", OAuthCode: "server_error"},
	)
	b.wantRefused(b.open(p.request(unchanged)), "access_denied", "the state")
	b.wantRefused(b.fill(b.open(p.request(unchanged)), adasForm()), "temporarily_unavailable", "the state")
	code := b.signIn(p.request(unchanged)).Get("code")
	form := url.Values{"client_id": {p.ClientID}, "client_secret": {p.ClientSecret}, "grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback}}
	if got := answerOf(t, post(t, p.Endpoint.TokenURL, form)); got["error"] != "invalid_grant" {
		t.Errorf("the exchange: %v", got["error"])
	}
	if got := answerOf(t, post(t, p.Endpoint.TokenURL, form)); got["access_token"] == nil {
		t.Errorf("the exchange after it: %v", got["error"])
	}
	if got := get(t, box.URL+"/oidc/me"); got.status != http.StatusServiceUnavailable {
		t.Errorf("the user info: %d", got.status)
	}
	if got := answerOf(t, get(t, box.URL+"/api/v2/oidc/validate_token")); got["error"] != "invalid_grant" {
		t.Errorf("validating: %v", got)
	}
	if got := b.open(box.URL + "/oidc/session/end"); got.status != http.StatusBadRequest || !strings.Contains(got.body, "server_error") {
		t.Errorf("signing out: %d %s", got.status, got.body)
	}
	wantMet(t, box)
	fail(t, box, authingtest.Failure{Call: "/oidc/auth", OAuthCode: "access_denied"})
	if got := b.open(p.request(set("redirect_uri", "https://evil.example.com/"))); got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
		t.Errorf("a failure sends people to %s", got.header.Get("Location"))
	}
}

// TestTheIssuerGoesOnFromAFile restarts the box between the steps.
func TestTheIssuerGoesOnFromAFile(t *testing.T) {
	origin := authingtest.WithURL("http://box.test") // the issuer must stay the same
	path := filepath.Join(t.TempDir(), "box.db")
	box := newBox(t, origin, authingtest.WithDataFile(path))
	app, err := box.AddOIDCApp(authingtest.App{RedirectURIs: []string{callback}, PostLogoutRedirectURIs: []string{goodbye}})
	if err != nil {
		t.Fatal(err)
	}
	var cookies []*http.Cookie
	again := func(r *http.Request) reply {
		for _, cookie := range cookies {
			r.AddCookie(cookie)
		}
		got := serve(box, r)
		cookies = append(cookies, (&http.Response{Header: got.header}).Cookies()...)
		box.Close()
		box = authingtest.NewServer(t, origin, authingtest.WithDataFile(path))
		return got
	}
	const form = "application/x-www-form-urlencoded"
	query := url.Values{"client_id": {app.ID}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid offline_access"}, "prompt": {"consent"}}.Encode()
	again(request(t, http.MethodGet, "http://box.test/oidc/auth?"+query, "", ""))
	filled := adasForm()
	filled.Set("form_token", cookies[0].Value)
	again(request(t, http.MethodPost, "http://box.test/oidc/sign-in?"+query, form, filled.Encode()))
	silent := again(request(t, http.MethodGet, "http://box.test/oidc/auth?"+query, "", ""))
	to, err := url.Parse(silent.header.Get("Location"))
	if err != nil || !to.Query().Has("code") {
		t.Fatalf("no code after a restart: %d %s", silent.status, silent.body)
	}
	exchange := url.Values{
		"client_id": {app.ID}, "client_secret": {app.Secret.Reveal()}, "grant_type": {"authorization_code"}, "code": to.Query()["code"], "redirect_uri": {callback},
	}.Encode()
	tokens := answerOf(t, again(request(t, http.MethodPost, "http://box.test/oidc/token", form, exchange)))
	access, _ := tokens["access_token"].(string)
	if got := again(request(t, http.MethodGet, "http://box.test/oidc/me?access_token="+access, "", "")); got.status != http.StatusOK {
		t.Errorf("the access token after a restart: %d", got.status)
	}
	if got := again(request(t, http.MethodPost, "http://box.test/oidc/token", form, exchange)); got.status != http.StatusBadRequest {
		t.Errorf("a code is good again after a restart: %d", got.status)
	}
	if got := again(request(t, http.MethodGet, "http://box.test/oidc/me?access_token="+access, "", "")); got.status != http.StatusUnauthorized {
		t.Errorf("the access token after a replay and a restart: %d", got.status)
	}
}
