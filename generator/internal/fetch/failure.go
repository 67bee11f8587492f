package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
)

// failed says why there is no answer. The error of package http has the URL with
// its query, what it wraps has not.
func (t *target) failed(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s did not answer within %v: try again, or give it longer with --timeout", t, t.Timeout)
	}
	if of, ok := errors.AsType[*url.Error](err); ok {
		err = of.Err
	}
	return fmt.Errorf("%s cannot be reached: %s: %s", t, t.redact(err.Error()), remedy(err))
}

// remedy says what to do about a connection that did not come about.
func remedy(err error) string {
	operation, _ := errors.AsType[*net.OpError](err)
	_, refused := errors.AsType[*proxyError](err)
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, garbled := errors.AsType[tls.RecordHeaderError](err)
	switch {
	case refused || operation != nil && operation.Op == "proxyconnect":
		return "see whether the proxy in HTTPS_PROXY or HTTP_PROXY is right, or except the host in NO_PROXY"
	case untrusted:
		return "see whether the host is right; an authority of your own is named in SSL_CERT_FILE"
	case garbled || errors.Is(err, http.ErrSchemeMismatch):
		return "its port speaks no TLS: see whether it is another, or http://"
	case operation != nil && operation.Op == "remote error": // so package tls calls an alert
		return "it does not accept our side of TLS: ask those who run it what it wants"
	}
	return "see whether the URL is right"
}

// proxyError is the answer of a proxy that does not connect.
type proxyError struct{ status int }

func (e *proxyError) Error() string {
	return fmt.Sprintf("its proxy answers %d %s", e.status, http.StatusText(e.status))
}

// newClient makes a client that follows no redirect: headers would go where nobody
// meant them to go.
func newClient() *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment,
			OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, response *http.Response) error {
				if response.StatusCode != http.StatusOK {
					return &proxyError{response.StatusCode}
				}
				return nil
			},
		},
	}
}
