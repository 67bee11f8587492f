package runtime

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// The defaults of authing.Retry, and the longest that the service may ask to be left
// alone: a call that would wait longer ends instead.
const (
	defaultAttempts = 3
	defaultMinDelay = 200 * time.Millisecond
	defaultMaxDelay = 5 * time.Second
	longestWait     = time.Minute
)

// newRetry fills in the defaults.
func newRetry(retry authing.Retry) (authing.Retry, error) {
	if retry.Attempts < 0 || retry.MinDelay < 0 || retry.MaxDelay < 0 {
		return retry, newMistake("WithRetry", "must not be negative")
	}
	retry.Attempts = cmp.Or(retry.Attempts, defaultAttempts)
	retry.MinDelay = cmp.Or(retry.MinDelay, defaultMinDelay)
	retry.MaxDelay = cmp.Or(retry.MaxDelay, max(defaultMaxDelay, retry.MinDelay))
	if retry.MaxDelay < retry.MinDelay {
		return retry, newMistake("WithRetry", "has a MaxDelay below its MinDelay")
	}
	return retry, nil
}

// deliver makes attempts until one succeeds, or must not or need not be followed by
// another.
func (c *Call) deliver(ctx context.Context, out *outgoing, buf *bytes.Buffer, data any) error {
	for {
		c.attempts++
		t := &trial{call: c, out: out, buf: buf, data: data}
		err := t.run(ctx)
		if err == nil || !t.again || c.attempts >= c.client.core.retry.Attempts || ctx.Err() != nil {
			return err
		}
		if err := c.pause(ctx, t.wait, err); err != nil {
			return err
		}
	}
}

// pause waits until the next attempt is due, and returns an error where there is to be
// none: the last one, or that of the context.
func (c *Call) pause(ctx context.Context, asked time.Duration, last error) error {
	wait := asked + c.client.core.backoff(c.attempts)
	if deadline, ok := ctx.Deadline(); asked > longestWait || ok && time.Until(deadline) <= wait {
		return last
	}
	c.client.core.warn(ctx, "the call is tried again", last, "operation", c.op.Name, "attempt", c.attempts, "wait", wait)
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return c.broken(&concealed{text: ctx.Err().Error(), causes: []error{ctx.Err(), context.Cause(ctx), last}})
	}
}

// backoff returns how long to wait after the n-th attempt: a random part of a time that
// doubles, so that callers whom one fault hit do not come back together.
func (c *core) backoff(n int) time.Duration {
	bound := c.retry.MinDelay
	for range n - 1 {
		if bound >= c.retry.MaxDelay/2 {
			bound = c.retry.MaxDelay
			break
		}
		bound *= 2
	}
	return time.Duration(c.random() * float64(bound))
}

// busy reports whether a status says that the service may answer the next time.
func busy(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryAfter returns how long an answer asks to be left alone: in seconds, or until a
// date (RFC 9110, 10.2.3). It is 0 where the answer does not say, or nothing sensible.
func retryAfter(header http.Header) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		if seconds >= 0 {
			return duration(seconds)
		}
		return 0
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(time.Until(date), 0)
	}
	return 0
}

// passing reports whether an error of net/http may be gone the next time.
func passing(err error) bool {
	if _, ok := errors.AsType[*sizeError](err); ok {
		return false
	}
	if _, ok := errors.AsType[*redirectError](err); ok {
		return false
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return false
	}
	return true
}
