package runtime

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// trial is one attempt of a call.
type trial struct {
	call *Call
	out  *outgoing
	buf  *bytes.Buffer // for the answer
	data any           // what the answer is decoded into
	file *uploadBody   // the body of an upload, which is no out

	again bool          // whether another attempt may follow
	wait  time.Duration // what the service asks to wait before
	key   string        // the answer to an upload
	err   error

	mu   sync.Mutex // held by a middleware's next; only where there is middleware
	sent bool
	over bool
}

// run makes the attempt, through the middleware where there is any.
func (t *trial) run(ctx context.Context) error {
	chain := t.call.client.core.chain
	if chain == nil {
		t.send(ctx)
		return t.err
	}
	attempt := authing.Attempt{Operation: t.call.op.Name, Host: t.call.op.Host, Number: t.call.attempts}
	outcome := chain(context.WithValue(ctx, trialKey{}, t), attempt)
	// A next that is still at work would use what belongs to the next attempt.
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
	switch {
	case outcome.Err != nil:
		t.again = t.again && t.err != nil
		return t.call.typed(outcome.Err)
	case !t.sent:
		return t.call.broken(errors.New("a middleware neither sent the request nor said why"))
	}
	return t.err
}

// typed makes an error of a middleware's own one that every caller knows.
func (c *Call) typed(err error) error {
	if _, ok := errors.AsType[*authing.RequestError](err); ok {
		return err
	}
	if _, ok := errors.AsType[*authing.Error](err); ok {
		return err
	}
	if _, ok := errors.AsType[*authing.OAuthError](err); ok {
		return err
	}
	if _, ok := errors.AsType[*authing.InputError](err); ok {
		return err
	}
	return c.broken(err)
}

// trialKey finds the trial in the context that a middleware hands on.
type trialKey struct{}

// compose puts the middleware around the sending of an attempt, the first one outermost.
// It returns nil where there is none.
func compose(middleware []authing.Middleware) (authing.Send, error) {
	if len(middleware) == 0 {
		return nil, nil
	}
	send := authing.Send(sendTrial)
	for _, wrap := range slices.Backward(middleware) {
		if wrap == nil {
			return nil, newMistake("WithMiddleware", "has a middleware that is nil")
		}
		if send = wrap(send); send == nil {
			return nil, newMistake("WithMiddleware", "has a middleware that returns nil")
		}
	}
	return send, nil
}

// sendTrial is the innermost next. What it is to send it finds in the context, because
// the middleware was put around it before there was a call.
func sendTrial(ctx context.Context, _ authing.Attempt) authing.Outcome {
	t, ok := ctx.Value(trialKey{}).(*trial)
	if !ok {
		return authing.Outcome{Err: errors.New("a middleware called next with a context that is not derived from its own")}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sent || t.over {
		return authing.Outcome{Err: errors.New("a middleware called next twice, or too late")}
	}
	t.sent = true
	start := time.Now()
	t.send(ctx)
	return authing.Outcome{HTTPStatus: t.call.status, Duration: time.Since(start), Err: t.err}
}

// send makes the attempt and logs it.
func (t *trial) send(ctx context.Context) {
	t.call.status = 0
	logger := t.call.client.core.logger
	if logger == nil || !logger.Enabled(ctx, slog.LevelDebug) {
		t.perform(ctx)
		return
	}
	start := time.Now()
	t.perform(ctx)
	attributes := []slog.Attr{
		slog.String("operation", t.call.op.Name),
		slog.String("host", string(t.call.op.Host)),
		slog.Int("attempt", t.call.attempts),
		slog.Int("status", t.call.status),
		slog.Duration("duration", time.Since(start)),
	}
	if t.err != nil {
		attributes = append(attributes, slog.String("error", t.err.Error()))
	}
	logger.LogAttrs(ctx, slog.LevelDebug, "authing: attempt", attributes...)
}

// warn logs what went wrong without failing a call.
func (c *core) warn(ctx context.Context, message string, err error, args ...any) {
	if c.logger != nil {
		c.logger.WarnContext(ctx, "authing: "+message, append(args, "error", err.Error())...)
	}
}

// perform sends the request once, reads the whole answer and decodes it. The time for
// one attempt bounds it.
func (t *trial) perform(ctx context.Context) {
	if t.file != nil {
		t.key, t.err = t.call.upload(ctx, t.file)
		return
	}
	c := t.call
	bounded, cancel := c.client.core.bound(ctx)
	defer cancel()
	sending, seen := bounded, (*witness)(nil)
	if !c.op.Repeatable {
		seen = new(witness)
		sending = seen.watch(bounded)
	}
	req, err := c.request(sending, t.out)
	if err != nil {
		t.err = err
		return
	}
	answer, err := c.client.core.httpClient.Do(req)
	if err != nil {
		t.again = passing(err) && (c.op.Repeatable || seen.nothingSent())
		t.err = c.failed(ctx, bounded, err)
		return
	}
	defer answer.Body.Close()
	c.status = answer.StatusCode
	t.buf.Reset()
	if err := c.read(answer, t.buf); err != nil {
		t.again = passing(err) && c.op.Repeatable
		t.err = c.failed(ctx, bounded, err)
		return
	}
	t.err = c.decode(t.buf.Bytes(), t.data)
	if busy(c.status) && c.op.Repeatable {
		t.again = true
		t.wait = retryAfter(answer.Header)
	}
}

// decode reads the answer into data, or says why it cannot.
func (c *Call) decode(body []byte, data any) error {
	if c.op.Endpoint != nil {
		return c.readEndpoint(c.status, body, data)
	}
	return c.readGraphQL(c.status, body, data)
}

// witness sees whether a request can have reached the service.
type witness struct {
	trace      httptrace.ClientTrace
	asked, got atomic.Bool // for a connection; a connection
}

// watch returns a context in which a request is watched.
func (w *witness) watch(ctx context.Context) context.Context {
	w.trace.GetConn = func(string) { w.asked.Store(true) }
	w.trace.GotConn = func(httptrace.GotConnInfo) { w.got.Store(true) }
	return httptrace.WithClientTrace(ctx, &w.trace)
}

// nothingSent reports whether there was no connection that anything could be sent on. A
// transport that does not say counts as one that may have sent.
func (w *witness) nothingSent() bool { return w.asked.Load() && !w.got.Load() }

// request builds the request of one attempt. What must not arrive twice gets a body
// that cannot be had again, because net/http by itself sends a request again when a
// connection used before turns out to be dead.
func (c *Call) request(ctx context.Context, out *outgoing) (*http.Request, error) {
	var body io.Reader
	if len(out.body) > 0 {
		body = bytes.NewReader(out.body)
	}
	req, err := http.NewRequestWithContext(ctx, out.method, out.url, body)
	if err != nil {
		// The error's text quotes the address.
		return nil, c.Invalid("", "has an address that no request can be sent to")
	}
	if !c.op.Repeatable {
		req.GetBody = nil
		if out.method == http.MethodGet {
			req.Body = emptyBody{}
		}
	}
	headers := &c.client.core.headers
	req.Header["Accept"] = headers.accept
	req.Header["User-Agent"] = headers.userAgent
	switch out.contentType {
	case "":
	case jsonType:
		req.Header["Content-Type"] = headers.json
	default:
		req.Header["Content-Type"] = []string{out.contentType}
	}
	if c.bearer != nil {
		req.Header["Authorization"] = c.bearer.header
	}
	maps.Copy(req.Header, headers.others)
	return req, nil
}

// read reads the whole answer into buf, so that its connection serves the next call,
// and gives up beyond the limit. What is counted are bytes after decompression, which is
// net/http's; an answer that is still compressed is counted as it is.
func (c *Call) read(answer *http.Response, buf *bytes.Buffer) error {
	limit := c.client.core.limit
	if answer.ContentLength > limit {
		return tooLarge(limit)
	}
	// Room for the answer as announced: bytes.Buffer wants to read bytes.MinRead more
	// at the end. An announcement is not believed beyond the size of a spare buffer.
	if announced := answer.ContentLength; announced > 0 {
		buf.Grow(int(min(announced, spareBuffer)) + bytes.MinRead)
	}
	// One byte beyond the limit tells an answer that is too large from one that fits.
	count, err := buf.ReadFrom(io.LimitReader(answer.Body, max(limit, limit+1)))
	if count > limit {
		return tooLarge(limit)
	}
	return err
}

// emptyBody is a body without content that net/http does not know to be empty.
type emptyBody struct{}

func (emptyBody) Read([]byte) (int, error) { return 0, io.EOF }
func (emptyBody) Close() error             { return nil }
