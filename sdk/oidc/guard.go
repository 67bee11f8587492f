package oidc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// guard stands between the libraries and the network. It bounds every answer in time and
// size, and hands over none but good ones: a failing status is an error, which they pass
// on, instead of an answer, whose body they print.
type guard struct {
	next    http.RoundTripper
	timeout time.Duration
	limit   int64
}

func newGuard(s *settings) *guard {
	next := s.httpClient.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	return &guard{next: next, timeout: s.timeout, limit: s.limit}
}

// RoundTrip sends a request and reads all of the answer.
func (g *guard) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(request.Context(), g.timeout)
	defer cancel()
	response, err := g.next.RoundTrip(request.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }() // it was only read from
	body, err := io.ReadAll(io.LimitReader(response.Body, g.limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(body)) > g.limit:
		return nil, fmt.Errorf("the answer is larger than %d bytes, see WithResponseLimit", g.limit)
	case response.StatusCode >= 300 && response.StatusCode < 400:
		return nil, fmt.Errorf("HTTP status %d, a redirect, which is not followed: give New the issuer's own address", response.StatusCode)
	case response.StatusCode < 200 || response.StatusCode >= 300:
		return nil, refused(response, body)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// refused reads a failing answer: as RFC 6749, section 5.2, or RFC 6750, section 3, has it.
func refused(response *http.Response, body []byte) error {
	var told struct {
		Code        authing.OAuthCode `json:"error"`
		Description string            `json:"error_description"`
	}
	if json.Unmarshal(body, &told) != nil || told.Code == "" {
		challenge := response.Header.Get("WWW-Authenticate")
		told.Code = authing.OAuthCode(parameter(challenge, "error"))
		told.Description = parameter(challenge, "error_description")
	}
	if told.Code == "" {
		return fmt.Errorf("HTTP status %d", response.StatusCode)
	}
	return &authing.OAuthError{Code: told.Code, Description: told.Description, HTTPStatus: response.StatusCode}
}

// parameter reads a quoted parameter of a challenge.
func parameter(challenge, name string) string {
	found := regexp.MustCompile(`[ ,]` + name + `="([^"]*)"`).FindStringSubmatch(challenge)
	if found == nil {
		return ""
	}
	return found[1]
}

// do sends a request of this package's own, and gives the answer.
func (c *Client) do(request *http.Request) (authing.Raw, error) {
	request.Header.Set("Accept", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }() // it was only read from
	return io.ReadAll(response.Body)
}

// decode reads a JSON object into v. A field of a strange type is left out, and the rest is
// there: one odd claim is no reason to turn a person away.
func decode(raw authing.Raw, v any) error {
	err := raw.Decode(v)
	if odd, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && odd.Field != "" {
		return nil
	}
	return err
}
