package service

import (
	"cmp"
	"errors"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// What an authorization request may say.
const (
	responseCode  = "code"
	modeQuery     = "query"
	methodS256    = "S256"
	promptNone    = "none"
	promptLogin   = "login"
	promptConsent = "consent"
	scopeOffline  = "offline_access"
)

// knownPrompts are the prompts that the box follows. It takes consent for given:
// who signs in has agreed.
func knownPrompts() []string { return []string{promptNone, promptLogin, promptConsent} }

// codeLifetime is how long the code of an authorization request is good.
const codeLifetime = 10 * time.Minute

// challengeForm is a SHA-256 hash in base64url (RFC 7636, 4.2).
var challengeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// AuthRequest is an authorization request (OpenID Connect Core 1.0, 3.1.2.1), as
// a browser brings it.
type AuthRequest struct {
	ClientID, RedirectURI              string
	ResponseType, ResponseMode         string
	Scope, State, Nonce                string
	CodeChallenge, CodeChallengeMethod string
	Prompt, MaxAge                     string
	LoginHint, IDTokenHint             string
	Request, RequestURI, Registration  string   // refused
	Repeated                           []string // names of parameters that were there more than once
}

// AuthResult is what comes of an authorization request.
type AuthResult struct {
	Redirect string // where the browser goes; "": the person has to sign in
	App      App
	Visit    string // word for the browser's cookie; "" where it stays as it is
}

// authCode is what a code stands for.
type authCode struct {
	User, App   string
	RedirectURI string
	Challenge   string // "" for none
	issuance
	Expires time.Time
	Used    bool
}

// BeginAuth answers an authorization request. Visit is the word in the browser's
// cookie. The error is for the person to see: what is refused with a redirect is
// a result.
func (s *Service) BeginAuth(in AuthRequest, visit string) (AuthResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, result, err := s.authClient(in)
	if err != nil || result.Redirect != "" {
		return result, err
	}
	u, v := s.visitor(visit)
	proved := v.Factor || !app.MFA // who signed in elsewhere without a second factor is asked for it
	switch {
	case u != nil && v.Pool == p.id && proved && app.admits(u) == nil && in.takes(v.Since, s.now()) && s.hinted(in.IDTokenHint, u):
		result.Redirect = s.newCode(in, app, u, v.Since)
	case slices.Contains(strings.Fields(in.Prompt), promptNone):
		result.Redirect = in.refused(s.Issuer(), oauthError("login_required", "nobody is signed in whom the request could be answered for"))
	}
	return result, nil
}

// authClient finds the application of a request. A browser is never sent to an
// address that the application has not registered.
func (s *Service) authClient(in AuthRequest) (*pool, *App, AuthResult, error) {
	p, app := s.app(in.ClientID)
	switch {
	case slices.Contains(in.Repeated, "client_id") || slices.Contains(in.Repeated, "redirect_uri"):
		return nil, nil, AuthResult{}, oauthError("invalid_request", "client_id or redirect_uri is there twice")
	case app == nil || app.Protocol != OIDC:
		return nil, nil, AuthResult{}, oauthError("invalid_client", "there is no such application: see client_id")
	case !slices.Contains(app.RedirectURIs, in.RedirectURI):
		return nil, nil, AuthResult{}, oauthError("invalid_request", "redirect_uri is none of those that the application has registered")
	}
	result := AuthResult{App: *app}
	if err := in.check(app); err != nil {
		result.Redirect = in.refused(s.Issuer(), err)
	}
	return p, app, result, nil
}

// RefuseAuth tells where the browser goes with a refusal of a request.
func (s *Service) RefuseAuth(in AuthRequest, refusal *OAuthError) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _, result, err := s.authClient(in)
	if err != nil || result.Redirect != "" {
		return result.Redirect, err
	}
	return in.refused(s.Issuer(), refusal), nil
}

// check refuses a request that its application may not make.
func (in AuthRequest) check(app *App) error {
	switch {
	case len(in.Repeated) > 0:
		return oauthError("invalid_request", in.Repeated[0]+" is there twice")
	case in.Request != "":
		return oauthError("request_not_supported", "the parameter request is not supported")
	case in.RequestURI != "":
		return oauthError("request_uri_not_supported", "the parameter request_uri is not supported")
	case in.Registration != "":
		return oauthError("registration_not_supported", "the parameter registration is not supported")
	case in.ResponseType == "":
		return oauthError("invalid_request", "response_type is missing")
	case in.ResponseType != responseCode:
		return oauthError("unsupported_response_type", "response_type must be code")
	case !slices.Contains(app.Grants, grantCode):
		return oauthError("unauthorized_client", "the application may not use the grant type authorization_code")
	case in.ResponseMode != "" && in.ResponseMode != modeQuery:
		return oauthError("invalid_request", "response_mode must be query")
	}
	return cmp.Or(validScope(in.Scope), in.checkPrompt(), in.checkChallenge(app))
}

// checkPrompt refuses what nobody could be asked.
func (in AuthRequest) checkPrompt() error {
	prompts := strings.Fields(in.Prompt)
	for _, prompt := range prompts {
		if !slices.Contains(knownPrompts(), prompt) {
			return oauthError("invalid_request", "prompt must be none, login or consent")
		}
	}
	if len(prompts) > 1 && slices.Contains(prompts, promptNone) {
		return oauthError("invalid_request", "the prompt none goes with no other")
	}
	if _, err := strconv.ParseUint(in.MaxAge, 10, 31); in.MaxAge != "" && err != nil {
		return oauthError("invalid_request", "max_age must be a number of seconds")
	}
	return nil
}

// checkChallenge refuses a weak proof that the code comes back to whom it was
// meant for (RFC 7636).
func (in AuthRequest) checkChallenge(app *App) error {
	switch {
	case in.CodeChallenge == "" && in.CodeChallengeMethod != "":
		return oauthError("invalid_request", "code_challenge is missing")
	case in.CodeChallenge == "" && app.Public:
		return oauthError("invalid_request", "code_challenge is missing, which an application without a secret needs")
	case in.CodeChallenge == "":
		return nil
	case in.CodeChallengeMethod != methodS256:
		return oauthError("invalid_request", "code_challenge_method must be S256")
	case !challengeForm.MatchString(in.CodeChallenge):
		return oauthError("invalid_request", "code_challenge must be a SHA-256 hash in base64url")
	}
	return nil
}

// answer is where the browser goes with an answer. Issuer tells the application
// who answers (RFC 9207).
func (in AuthRequest) answer(issuer string, answer url.Values) string {
	answer.Set("iss", issuer)
	if in.State != "" && !slices.Contains(in.Repeated, "state") {
		answer.Set("state", in.State)
	}
	return withQuery(in.RedirectURI, answer)
}

// withQuery adds parameters to an address that may have some.
func withQuery(address string, added url.Values) string {
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	return address + separator + added.Encode()
}

// refused is where the browser goes with a refusal.
func (in AuthRequest) refused(issuer string, err error) string {
	refusal, ok := errors.AsType[*OAuthError](err)
	if !ok {
		refusal = &OAuthError{Code: "server_error", Description: err.Error()}
	}
	return in.answer(issuer, url.Values{"error": {refusal.Code}, "error_description": {plainText(refusal.Description)}})
}

// plainText leaves out what a description may not have (RFC 6749, 4.1.2.1): it may
// quote the request.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return -1
		}
		return r
	}, text)
}

// takes tells whether the request is content with a sign-in that was before it.
func (in AuthRequest) takes(since, now time.Time) bool {
	if slices.Contains(strings.Fields(in.Prompt), promptLogin) {
		return false
	}
	seconds, err := strconv.Atoi(in.MaxAge)
	return in.MaxAge == "" || err == nil && now.Before(since.Add(time.Duration(seconds)*time.Second))
}

// granted is the scope that a request gets: without offline access where it does
// not ask for the person's consent (OpenID Connect Core 1.0, 11).
func (in AuthRequest) granted() string {
	if slices.Contains(strings.Fields(in.Prompt), promptConsent) {
		return in.Scope
	}
	scope := slices.DeleteFunc(strings.Fields(in.Scope), func(word string) bool { return word == scopeOffline })
	return strings.Join(scope, " ")
}

// newCode makes the code for a request, and tells where the browser goes with
// it.
func (s *Service) newCode(in AuthRequest, app *App, u *User, since time.Time) string {
	now := s.now()
	maps.DeleteFunc(s.authCodes, func(_ string, c authCode) bool { return now.After(c.Expires.Add(refreshLifetime)) })
	word, scope := newWord(), in.granted()
	s.authCodes[word] = authCode{
		User: u.ID, App: app.ID, RedirectURI: in.RedirectURI, Challenge: in.CodeChallenge,
		issuance: issuance{Issuer: s.Issuer(), Scope: scope, Nonce: in.Nonce, Family: newID(), Since: since},
		Expires:  now.Add(codeLifetime),
	}
	s.authorize(u, app, scope)
	return in.answer(s.Issuer(), url.Values{"code": {word}})
}

// FormSignIn is what a person fills into the sign-in form.
type FormSignIn struct {
	Account  string // email address, phone number or user name
	Password string
	Captcha  string // text of the picture, where one was shown
	MFACode  string
	From     Origin
}

// SignInAuth answers an authorization request once the person has filled in the
// form. An [Error] is why they have to try again; the result is then the
// application's.
func (s *Service) SignInAuth(in AuthRequest, form FormSignIn) (AuthResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, app, result, err := s.authClient(in)
	if err != nil || result.Redirect != "" {
		return result, err
	}
	u, err := s.formUser(p, app, form)
	if err != nil {
		return result, err
	}
	s.noteEntry(u, form.From)
	result.Visit = s.newVisit(p, app, u)
	result.Redirect = s.newCode(in, app, u, s.now())
	return result, nil
}

// formUser finds whom the form names, who has proved it. Whatever the pool's
// settings say, the form never tells whether there is such an account.
func (s *Service) formUser(p *pool, app *App, form FormSignIn) (*User, error) {
	account := strings.TrimSpace(form.Account)
	if account == "" || form.Password == "" {
		return nil, refusef(authing.CodeParametersIncomplete, "Account and password are needed.")
	}
	u, in := p.byAccount(account), Credentials{Username: account, VerifyCode: form.Captcha}
	if err := s.captcha(p, u, in); err != nil {
		return nil, err
	}
	if s.attempt(p, u, in, form.Password) != nil {
		return nil, refusef(authing.CodeWrongCredentials, "Account or password is wrong.")
	}
	if err := cmp.Or(s.admitByPassword(p, u), app.admits(u)); err != nil {
		return nil, err
	}
	switch {
	case u.firstLogin: // the form has no place for another password
		return nil, refuse(authing.CodePasswordResetForced)
	case app.MFA && form.MFACode == "":
		return nil, refuse(authing.CodeAppMFARequired)
	case app.MFA && !u.factor().use(form.MFACode, s.now()):
		return nil, refuse(authing.CodeWrongOneTimePassword)
	case app.MFA:
		return u, nil
	}
	return u, s.secondFactor(u, form.MFACode)
}

// byAccount finds a user by any of what they are known by.
func (p *pool) byAccount(account string) *User {
	return cmp.Or(p.byEmail(account), p.byPhone(account), p.byUsername(account))
}
