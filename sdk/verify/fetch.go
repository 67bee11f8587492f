package verify

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

const (
	// largest is how many bytes of an answer are read, after decompression: some hundred
	// keys with their certificates.
	largest = 512 << 10
	// redirects is how many redirects are followed.
	redirects = 3
	// The sizes of an RSA key in bits: RFC 7518, section 3.3, asks for the least one, and
	// checking with a key beyond the greatest takes too long (crypto/tls draws the same
	// line).
	leastBits, greatestBits = 2048, 8192
)

// fetcher fetches the keys of one issuer.
type fetcher struct {
	settings *settings
	issuer   string
	client   *http.Client
}

func newFetcher(issuer string, s *settings) *fetcher {
	client := *s.httpClient
	client.CheckRedirect = func(next *http.Request, before []*http.Request) error {
		if len(before) > redirects {
			return errors.New("too many redirects")
		}
		if problem := s.allowed(next.URL); problem != "" {
			return errors.New("the address redirected to " + problem)
		}
		return nil
	}
	return &fetcher{settings: s, issuer: issuer, client: &client}
}

// fetch returns the issuer's keys for RS256; there is at least one.
func (f *fetcher) fetch(ctx context.Context) ([]publicKey, error) {
	address := f.settings.keysURL
	if address == "" {
		var err error
		if address, err = f.discover(ctx); err != nil {
			return nil, unavailable("the discovery document", err)
		}
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := f.get(ctx, address, &set); err != nil {
		return nil, unavailable("the key set", err)
	}
	var keys []publicKey
	for _, raw := range set.Keys {
		if key, ok := readKey(raw); ok {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return nil, unavailable("the key set", errors.New("it holds no key for RS256"))
	}
	return keys, nil
}

// discover asks the issuer where its keys are, as OpenID Connect Discovery says.
func (f *fetcher) discover(ctx context.Context) (string, error) {
	var document struct {
		Issuer string `json:"issuer"`
		Keys   string `json:"jwks_uri"`
	}
	address := strings.TrimSuffix(f.issuer, "/") + "/.well-known/openid-configuration"
	if err := f.get(ctx, address, &document); err != nil {
		return "", err
	}
	if document.Issuer != f.issuer {
		return "", fmt.Errorf("it is about another issuer: %q", document.Issuer)
	}
	if problem := f.settings.checkAddress(document.Keys); problem != "" {
		return "", errors.New("its jwks_uri " + problem)
	}
	return document.Keys, nil
}

// get fetches one document into v.
func (f *fetcher) get(ctx context.Context, address string, v any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return errors.New("its address is not a URL")
	}
	request.Header.Set("Accept", "application/json")
	response, err := f.client.Do(request)
	if err != nil {
		if outer, ok := errors.AsType[*url.Error](err); ok {
			err = outer.Err // the outer one prints the address
		}
		return err
	}
	defer func() { _ = response.Body.Close() }() // it was only read from
	body, err := io.ReadAll(io.LimitReader(response.Body, largest+1))
	switch {
	case response.StatusCode != http.StatusOK:
		return fmt.Errorf("HTTP status %d", response.StatusCode)
	case err != nil:
		return err
	case len(body) > largest:
		return fmt.Errorf("it is larger than %d bytes", largest)
	case json.Unmarshal(body, v) != nil:
		return errors.New("it is not the JSON that is due there")
	}
	return nil
}

// readKey reads one key; false for one that does not sign with RS256. A key that cannot
// be read is passed over as well, as RFC 7517, section 5, wants it.
func readKey(raw []byte) (publicKey, bool) {
	var key jose.JSONWebKey
	if key.UnmarshalJSON(raw) != nil {
		return publicKey{}, false
	}
	public, ok := key.Key.(*rsa.PublicKey)
	switch {
	case !ok:
		return publicKey{}, false
	case key.Use != "" && key.Use != "sig", key.Algorithm != "" && key.Algorithm != "RS256":
		return publicKey{}, false
	case public.N.BitLen() < leastBits || public.N.BitLen() > greatestBits:
		return publicKey{}, false
	}
	return publicKey{id: key.KeyID, key: public}, true
}
