package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Upload sends a file to the upload host, with the token that the service gave out for
// it and without Authorization, and returns the key that the file is stored under. The
// file is sent while it is read. The upload is given up when nothing moved for the time
// of one attempt; how long it may take in all is up to ctx. It is tried once, because the
// file can be read once.
//
// A Read of the file that is still under way when ctx ends is left to end by itself.
func (c *Client) Upload(ctx context.Context, operation string, token authing.Secret, file authing.File) (string, error) {
	call := c.Call(Operation{Name: operation, Host: authing.HostUpload})
	switch {
	case ctx == nil:
		return "", call.Invalid("ctx", "is nil")
	case file.Content == nil:
		return "", call.Missing("Content")
	case token == "":
		return "", call.unusable("the service gave out no token for the upload")
	}
	body, err := newUploadBody(token, file)
	if err != nil {
		return "", call.Invalid("File", "has a name that cannot be sent")
	}
	call.attempts = 1
	t := &trial{call: call, file: body}
	if err := t.run(ctx); err != nil {
		return "", err
	}
	return t.key, nil
}

// upload sends the body and reads the key out of the answer.
func (c *Call) upload(ctx context.Context, body *uploadBody) (string, error) {
	core := c.client.core
	bounded, stop := watch(ctx, core.timeout)
	defer stop.cancel()
	body.stop = stop
	defer body.finish(bounded)
	req, err := http.NewRequestWithContext(bounded, http.MethodPost, core.hosts.upload, body)
	if err != nil {
		return "", c.Invalid("", "has an address that no request can be sent to")
	}
	req.ContentLength = body.size
	req.Header["Accept"] = core.headers.accept
	req.Header["User-Agent"] = core.headers.userAgent
	req.Header["Content-Type"] = []string{body.contentType}
	answer, err := core.httpClient.Do(req)
	if problem := body.problem.Load(); problem != nil && err != nil {
		return "", c.broken(&concealed{text: "the file could not be read", causes: []error{*problem}})
	}
	if err != nil {
		return "", c.failed(ctx, bounded, err)
	}
	defer answer.Body.Close()
	c.status = answer.StatusCode
	buf := core.buffer()
	defer core.recycle(buf)
	if err := c.read(answer, buf); err != nil {
		return "", c.failed(ctx, bounded, err)
	}
	return c.readKey(buf.Bytes())
}

// readKey reads the answer of the upload host.
func (c *Call) readKey(body []byte) (string, error) {
	if failed(c.status) {
		return "", c.broken(statusError(c.status))
	}
	if err := c.bounded(body); err != nil {
		return "", err
	}
	var stored struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal(body, &stored); err != nil {
		return "", c.unreadable(body, err)
	}
	if stored.Key == "" {
		return "", c.unusable("the answer names no key" + c.ofStatus())
	}
	return stored.Key, nil
}

// watchdog ends a context when nothing happened for a while.
type watchdog struct {
	timer  *time.Timer
	pause  time.Duration
	cancel context.CancelFunc
}

// watch returns a context that ends with ctx, or with context.DeadlineExceeded for its
// cause after a pause in which nobody called alive.
func watch(ctx context.Context, pause time.Duration) (context.Context, *watchdog) {
	inner, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(pause, func() { cancel(context.DeadlineExceeded) })
	return inner, &watchdog{timer: timer, pause: pause, cancel: func() {
		timer.Stop()
		cancel(nil)
	}}
}

// alive starts the pause anew.
func (w *watchdog) alive() { w.timer.Reset(w.pause) }

// errFinished is what net/http reads of an upload that is over.
var errFinished = errors.New("the upload is over")

// uploadBody is a multipart form with the file as its last part. net/http reads it in a
// goroutine of its own, which may still be at it when the answer is there already.
type uploadBody struct {
	reader      io.Reader
	contentType string
	size        int64 // bytes; -1 where the file does not tell its length
	stop        *watchdog
	reading     chan struct{} // has an element while somebody reads
	finished    chan struct{} // closed when nobody may read any more
	problem     atomic.Pointer[error]
}

// newUploadBody puts the form around the file.
func newUploadBody(token authing.Secret, file authing.File) (*uploadBody, error) {
	name := file.Name
	if name == "" {
		name = "file" // without a name the part would not count as a file
	}
	var form bytes.Buffer
	writer := multipart.NewWriter(&form)
	if err := writer.WriteField("token", token.Reveal()); err != nil {
		return nil, fmt.Errorf("write the token: %w", err)
	}
	if _, err := writer.CreateFormFile("file", name); err != nil {
		return nil, fmt.Errorf("begin the file: %w", err)
	}
	head := bytes.Clone(form.Bytes())
	form.Reset()
	if err := writer.Close(); err != nil {
		return nil, fmt.Errorf("end the form: %w", err)
	}
	b := &uploadBody{
		contentType: writer.FormDataContentType(),
		size:        -1,
		reading:     make(chan struct{}, 1),
		finished:    make(chan struct{}),
	}
	if length, ok := remaining(file.Content); ok {
		b.size = int64(len(head)) + length + int64(form.Len())
	}
	b.reader = io.MultiReader(bytes.NewReader(head), &fileReader{file.Content, b}, &form)
	return b, nil
}

// remaining returns how many bytes there are to read, where the reader can tell. Some
// hosts refuse a form of unknown length.
func remaining(content io.Reader) (int64, bool) {
	switch content := content.(type) {
	case interface{ Len() int }:
		return int64(content.Len()), true
	case io.Seeker:
		here, err := content.Seek(0, io.SeekCurrent)
		if err != nil {
			return 0, false // a pipe, for example
		}
		end, err := content.Seek(0, io.SeekEnd)
		if err != nil {
			return 0, false
		}
		if _, err := content.Seek(here, io.SeekStart); err != nil || end < here {
			return 0, false
		}
		return end - here, true
	}
	return 0, false
}

// fileReader reads the file and keeps what goes wrong with it.
type fileReader struct {
	content io.Reader
	body    *uploadBody
}

// Read reads from the file.
func (r *fileReader) Read(p []byte) (int, error) {
	count, err := r.content.Read(p)
	if err != nil && err != io.EOF {
		r.body.problem.Store(&err)
	}
	return count, err
}

// Read reads the form, unless the upload is over.
func (b *uploadBody) Read(p []byte) (int, error) {
	select {
	case b.reading <- struct{}{}:
	case <-b.finished:
		return 0, errFinished
	}
	defer func() { <-b.reading }()
	select {
	case <-b.finished:
		return 0, errFinished
	default:
	}
	b.stop.alive()
	return b.reader.Read(p)
}

// Close does nothing: the file belongs to the caller.
func (b *uploadBody) Close() error { return nil }

// finish ends the reading, so that the caller has the file to himself again, and waits
// for a Read under way, though not beyond ctx.
func (b *uploadBody) finish(ctx context.Context) {
	close(b.finished)
	select {
	case b.reading <- struct{}{}:
	case <-ctx.Done():
	}
}
