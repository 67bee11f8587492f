package verify

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/authing-community/authing-go/sdk/authing"
)

// longest is the length in bytes beyond which a text is not looked at: several times
// what a token with every claim of a profile takes.
const longest = 64 << 10

// Identity is who a token speaks for, as its claims say.
type Identity struct {
	// UserID is the identifier of the person. It is never empty.
	UserID string
	// Email is the person's email address; empty where the token does not tell.
	Email string
	// UnionID identifies a person who signed in through a social login; often empty.
	UnionID string
	// PoolID is the user pool; empty where an issuer's token does not tell.
	PoolID string
	// Issuer is who issued the token; empty in a pool's own tokens.
	Issuer string
	// Audience is whom the token was issued for; empty in a pool's own tokens.
	Audience []string
	// Subject is the token's sub; empty in a pool's own tokens.
	Subject string
	// IssuedAt is when the token was issued; zero where it does not tell.
	IssuedAt time.Time
	// ExpiresAt is when the token expires.
	ExpiresAt time.Time
	// Claims is everything that the token claims, as JSON; its Decode reads it.
	Claims authing.Raw
}

// Verifier checks tokens of one pool or one issuer. It is safe for concurrent use, and
// meant to be made once: it keeps the issuer's keys.
type Verifier struct {
	pool   string // "" with an issuer
	issuer string // "" with a pool
	method jwt.SigningMethod
	secret []byte  // with a pool
	keys   *keySet // with an issuer
	parser *jwt.Parser
}

// claims are the claims that are looked at.
type claims struct {
	jwt.RegisteredClaims
	Email string          `json:"email"` // an OIDC token's
	Data  json.RawMessage `json:"data"`  // a pool's own token has what names the person here
}

// person is what a pool's own token has as its data.
type person struct {
	Email    string `json:"email"`
	ID       string `json:"id"`
	ClientID string `json:"clientId"` // the pool
	UnionID  string `json:"unionid"`
}

// NewSecret makes a verifier of a pool's own tokens: the Token of a user who signed in
// to the pool. They are signed with the pool's secret, so that only a server which holds
// it can check them; [NewIssuer] needs no secret. A token that names another pool is
// refused with [ErrAudience]. The token of the pool's owner is signed alike: whoever
// holds it passes as the user that it names, so it must not leave the backend.
func NewSecret(poolID string, secret authing.Secret, options ...Option) (*Verifier, error) {
	const operation = "verify.NewSecret"
	s, err := read(operation, options)
	switch {
	case err != nil:
		return nil, err
	case poolID == "":
		return nil, mistake(operation, "pool ID", "is required")
	case secret == "":
		return nil, mistake(operation, "secret", "is required")
	}
	return &Verifier{
		pool:   poolID,
		method: jwt.SigningMethodHS256,
		secret: []byte(secret.Reveal()),
		parser: newParser(s),
	}, nil
}

// NewIssuer makes a verifier of the tokens that an OIDC issuer signs with RS256. The
// issuer is its address exactly as its tokens have it, for example
// "https://my-app.authing.cn/oidc"; what lies behind it tells where its keys are. One of
// [WithAudience] and [WithAnyAudience] is required. Nothing is fetched yet.
func NewIssuer(issuer string, options ...Option) (*Verifier, error) {
	const operation = "verify.NewIssuer"
	s, err := read(operation, options)
	switch {
	case err != nil:
		return nil, err
	case len(s.audience) == 0 && !s.anyAudience:
		return nil, mistake(operation, "audience", "is required: see WithAudience and WithAnyAudience")
	}
	if problem := s.checkAddress(issuer); problem != "" {
		return nil, mistake(operation, "issuer", problem)
	}
	if s.keysURL != "" {
		if problem := s.checkAddress(s.keysURL); problem != "" {
			return nil, mistake(operation, "key set URL", problem)
		}
	}
	return &Verifier{
		issuer: issuer,
		method: jwt.SigningMethodRS256,
		keys:   &keySet{fetch: newFetcher(issuer, s).fetch, timeout: s.timeout},
		parser: newParser(s, jwt.WithIssuer(issuer)),
	}, nil
}

// checkAddress says what is wrong with an address; "" where nothing is. The text of
// url.Parse's error is left out: it would print a password in the address.
func (s *settings) checkAddress(text string) string {
	address, err := url.Parse(text)
	if err != nil {
		return "is not an absolute URL"
	}
	return s.allowed(address)
}

func newParser(s *settings, more ...jwt.ParserOption) *jwt.Parser {
	options := append(more,
		jwt.WithTimeFunc(s.now), jwt.WithLeeway(s.leeway),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithStrictDecoding()) // so that one token has one text
	if len(s.audience) > 0 {
		options = append(options, jwt.WithAudience(s.audience...))
	}
	return jwt.NewParser(options...)
}

// Format keeps the secret out of everything that is printed.
func (v Verifier) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "verify.Verifier("+v.pool+v.issuer+")")
}

// Verify checks a token and says whom it speaks for. The context bounds how long the
// caller waits for the issuer's keys; mostly they are there.
func (v *Verifier) Verify(ctx context.Context, token authing.Secret) (*Identity, error) {
	if v == nil || v.parser == nil {
		return nil, fail(ErrKeysUnavailable, "the verifier was not made by NewSecret or NewIssuer")
	}
	text := token.Reveal()
	if len(text) > longest {
		return nil, fail(ErrMalformed, "it is too long")
	}
	found, parsed, err := v.parse(ctx, text)
	if v.keys != nil && errors.Is(err, jwt.ErrTokenSignatureInvalid) && keyID(parsed) == "" {
		// A token without a key ID cannot name a new key, so it may be signed with one.
		if v.keys.renew(ctx) == nil {
			found, _, err = v.parse(ctx, text)
		}
	}
	if err != nil {
		return nil, v.explain(err, found)
	}
	return v.identity(text, found)
}

// parse reads a token and checks all that its standard claims say.
func (v *Verifier) parse(ctx context.Context, text string) (*claims, *jwt.Token, error) {
	found := new(claims)
	parsed, err := v.parser.ParseWithClaims(text, found, func(t *jwt.Token) (any, error) { return v.key(ctx, t) })
	return found, parsed, err
}

// key returns what the signature of t is checked with. The algorithm comes first: it is
// the verifier's, whatever the token says.
func (v *Verifier) key(ctx context.Context, t *jwt.Token) (any, error) {
	if t.Method != v.method {
		return nil, fail(ErrAlgorithm, v.method.Alg()+" is expected")
	}
	if _, critical := t.Header["crit"]; critical {
		// RFC 7515, section 4.1.11: who does not understand such an extension refuses.
		return nil, fail(ErrMalformed, "it has a critical extension, and none is known")
	}
	if v.keys == nil {
		return v.secret, nil
	}
	return v.keys.find(ctx, keyID(t))
}

// keyID returns the ID of the key that t claims to be signed with, or "".
func keyID(t *jwt.Token) string {
	if t == nil {
		return ""
	}
	id, _ := t.Header["kid"].(string)
	return id
}

// explain turns an error of the library into one of this package. Where several things
// are wrong with a token, the first one in this order is told.
func (v *Verifier) explain(err error, found *claims) error {
	if own, ok := errors.AsType[*failure](err); ok {
		return own
	}
	switch {
	case errors.Is(err, jwt.ErrTokenUnverifiable):
		return fail(ErrAlgorithm, "") // none that the library knows
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return fail(ErrSignature, "")
	case errors.Is(err, jwt.ErrTokenMalformed):
		return fail(ErrMalformed, "")
	case found.ExpiresAt == nil:
		return fail(ErrMalformed, "it does not tell when it expires")
	case errors.Is(err, jwt.ErrTokenExpired):
		return fail(ErrExpired, "since "+instant(found.ExpiresAt))
	case errors.Is(err, jwt.ErrTokenNotValidYet):
		return fail(ErrNotYetValid, "it is from "+instant(found.NotBefore)+" on")
	case errors.Is(err, jwt.ErrTokenUsedBeforeIssued):
		return fail(ErrNotYetValid, "it was issued at "+instant(found.IssuedAt))
	case v.issuer != "" && found.Issuer != v.issuer:
		return fail(ErrIssuer, "")
	}
	return fail(ErrAudience, "") // nothing else is left that the parser checks
}

// instant writes a time for an error's text.
func instant(date *jwt.NumericDate) string { return date.UTC().Format(time.RFC3339) }

// identity reads whom the claims of a good token name.
func (v *Verifier) identity(text string, found *claims) (*Identity, error) {
	var data person
	if len(found.Data) > 0 {
		// An issuer's token may have anything there; a pool's own may not.
		if err := json.Unmarshal(found.Data, &data); err != nil {
			data = person{}
			if v.keys == nil {
				return nil, fail(ErrMalformed, "its data do not name a person")
			}
		}
	}
	if v.pool != "" && data.ClientID != "" && data.ClientID != v.pool {
		return nil, fail(ErrAudience, "it is for another pool")
	}
	who := &Identity{
		UserID:    first(data.ID, found.Subject),
		Email:     first(data.Email, found.Email),
		UnionID:   data.UnionID,
		PoolID:    first(v.pool, data.ClientID),
		Issuer:    found.Issuer,
		Audience:  found.Audience,
		Subject:   found.Subject,
		ExpiresAt: found.ExpiresAt.UTC(),
	}
	if v.keys != nil { // what OIDC defines comes first
		who.UserID, who.Email = first(found.Subject, data.ID), first(found.Email, data.Email)
	}
	if who.UserID == "" {
		return nil, fail(ErrNoUser, "")
	}
	if found.IssuedAt != nil {
		who.IssuedAt = found.IssuedAt.UTC()
	}
	payload := strings.Split(text, ".")[1] // the parser found three parts
	var err error
	if who.Claims, err = base64.RawURLEncoding.DecodeString(payload); err != nil {
		return nil, fail(ErrMalformed, "")
	}
	return who, nil
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
