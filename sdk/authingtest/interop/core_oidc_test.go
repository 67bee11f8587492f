package interop_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// signInForm finds where the box's sign-in page sends its form, and what is hidden
// in it.
var signInForm = regexp.MustCompile(`(?s)<form method="post" action="([^"]*)">\s*<input type="hidden" name="form_token" value="([^"]*)">`)

// signsInByForm does what a browser does with the address that a step called
// authorize made: Ada fills in the form, and is sent back with a code. Later steps
// find what she brings as "back".
func signsInByForm(t *testing.T, s *story) {
	t.Helper()
	back, err := s.signInByForm(t, s.value(t, "authorize"))
	done(t, err)
	s.results["back"] = map[string]any{"code": back.Get("code"), "state": back.Get("state")}
}

// signInByForm gives what an application's address is called with.
func (s *story) signInByForm(t *testing.T, address string) (url.Values, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	browser := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer browser.CloseIdleConnections()
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	page, err := send(browser, ask)
	if err != nil {
		return nil, err
	}
	parts := signInForm.FindStringSubmatch(page.body)
	if parts == nil {
		return nil, fmt.Errorf("there is no form to sign in with: %s %s", page.status, page.body)
	}
	filled := url.Values{"form_token": {html.UnescapeString(parts[2])}, "account": {"ada@example.com"}, "password": {"correct horse"}}
	answer, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.box.URL+html.UnescapeString(parts[1]), strings.NewReader(filled.Encode()))
	if err != nil {
		return nil, err
	}
	answer.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	sent, err := send(browser, answer)
	if err != nil {
		return nil, err
	}
	to, err := url.Parse(sent.location)
	if err != nil || !strings.HasPrefix(sent.location, shopReturn+"?") {
		return nil, fmt.Errorf("nobody was sent back: %s to %q %s", sent.status, sent.location, sent.body)
	}
	return to.Query(), nil
}

// page is what a browser gets.
type page struct{ status, location, body string }

func send(browser *http.Client, r *http.Request) (page, error) {
	got, err := browser.Do(r)
	if err != nil {
		return page{}, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	return page{got.Status, got.Header.Get("Location"), string(body)}, err
}

func oidcScenarios() []scenario {
	// authorize makes an address to sign in at, with a fresh verifier.
	authorize := func() []step {
		return []step{
			{call: "generateCodeChallenge", as: "verifier", want: `"*"`},
			{call: "getCodeChallengeDigest", as: "challenge", with: `{"codeChallenge": "${verifier}", "method": "S256"}`, want: `"*"`},
			{
				call: "buildAuthorizeUrl", as: "authorize",
				with: `{"scope": "openid profile email offline_access", "state": "the state", "codeChallenge": "${challenge}", "codeChallengeMethod": "S256"}`,
				want: `"*"`,
			},
		}
	}
	notGranted := `{"status": 400, "data": {"error": "invalid_grant"}}`
	otherSecret := step{call: "new AuthenticationClient", with: `{"secret": "wrong"}`, want: `null`}
	noClient := `{"status": 400, "data": {"error": "invalid_client"}}`
	return []scenario{
		{name: "core: OIDC", box: people(), steps: slices.Concat(authorize(), []step{
			{
				before: signsInByForm,
				call:   "getAccessTokenByCode", with: `"${back.code}", {"codeVerifier": "another, as long as forty-three characters are"}`, fails: notGranted,
			},
			{
				before: signsInByForm,
				call:   "getAccessTokenByCode", as: "set", with: `"${back.code}", {"codeVerifier": "${verifier}"}`,
				want: `{"access_token": "*", "id_token": "*", "refresh_token": "*", "token_type": "Bearer", "expires_in": "*"}`,
			},
			{call: "getUserInfoByAccessToken", with: `"${set.access_token}"`, want: `{"sub": "` + adaID + `", "email": "ada@example.com", "nickname": "Ada"}`},
			{call: "getUserInfoByAccessToken", with: `"unknown"`, fails: `{"status": 401, "data": {"error": "invalid_token"}}`},
			{
				call: "introspectToken", with: `"${set.access_token}"`,
				want: `{"active": true, "sub": "` + adaID + `", "client_id": "` + shopID + `", "token_type": "*", "exp": "*", "iat": "*"}`,
			},
			{call: "introspectToken", with: `"unknown"`, want: `{"active": false}`},
			{call: "validateToken", with: `{"accessToken": "${set.access_token}"}`, want: `{"sub": "` + adaID + `", "aud": ["` + shopID + `"], "exp": "*", "iat": "*", "iss": "${box}/oidc"}`},
			{call: "validateToken", with: `{"idToken": "${set.id_token}"}`, want: `{"sub": "` + adaID + `", "aud": ["` + shopID + `"]}`},
			{call: "validateToken", with: `{"accessToken": "unknown"}`, fails: `{"status": 400, "data": {"error": "*"}}`},
			{
				call: "getNewAccessTokenByRefreshToken", as: "fresh", with: `"${set.refresh_token}"`,
				want: `{"access_token": "*", "id_token": "*", "refresh_token": "*", "token_type": "Bearer"}`,
			},
			{call: "getNewAccessTokenByRefreshToken", with: `"unknown"`, fails: notGranted},
			{call: "revokeToken", with: `"${fresh.access_token}"`, want: `true`},
			{call: "introspectToken", with: `"${fresh.access_token}"`, want: `{"active": false}`},
			{call: "getUserInfoByAccessToken", with: `"${fresh.access_token}"`, fails: `{"status": 401, "data": {"error": "invalid_token"}}`},
			{call: "revokeToken", with: `"${fresh.refresh_token}"`, want: `true`},
			{call: "getNewAccessTokenByRefreshToken", with: `"${fresh.refresh_token}"`, fails: notGranted},
			otherSecret,
			{call: "revokeToken", with: `"${fresh.refresh_token}"`, fails: noClient},
			{call: "introspectToken", with: `"${set.access_token}"`, fails: noClient},
			{call: "getNewAccessTokenByRefreshToken", with: `"${set.refresh_token}"`, fails: noClient},
		})},

		{name: "core: a code that comes twice", box: people(), steps: slices.Concat(authorize(), []step{
			{
				before: signsInByForm,
				call:   "getAccessTokenByCode", as: "set", with: `"${back.code}", {"codeVerifier": "${verifier}"}`, want: `{"access_token": "*"}`,
			},
			{call: "getAccessTokenByCode", with: `"${back.code}", {"codeVerifier": "${verifier}"}`, fails: notGranted},
			// Whoever else has it may be a thief: what was issued for it is no good any more.
			{call: "getUserInfoByAccessToken", with: `"${set.access_token}"`, fails: `{"status": 401, "data": {"error": "invalid_token"}}`},
		})},
	}
}
