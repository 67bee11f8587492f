package runtime

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

// onlyReader hides everything but Read.
type onlyReader struct{ io.Reader }

func TestUpload(t *testing.T) {
	picture := strings.Repeat("picture ", 100_000)
	path := t.TempDir() + "/me.png"
	if err := os.WriteFile(path, []byte("skipped "+picture), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	if _, err := file.Seek(8, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		file  authing.File
		name  string // as it arrives
		known bool   // whether the length is announced
	}{
		"in memory":     {authing.File{Name: "me.png", Content: strings.NewReader(picture)}, "me.png", true},
		"buffer":        {authing.File{Name: `a "b".png`, Content: bytes.NewBufferString(picture)}, `a "b".png`, true},
		"file":          {authing.File{Name: "me.png", Content: file}, "me.png", true},
		"stream":        {authing.File{Name: "me.png", Content: onlyReader{strings.NewReader(picture)}}, "me.png", false},
		"without name":  {authing.File{Content: strings.NewReader(picture)}, "file", true},
		"name on lines": {authing.File{Name: "a\r\nX: y", Content: strings.NewReader(picture)}, "a%0D%0AX: y", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newPerson(t, serve(t, func(w http.ResponseWriter, req *http.Request) {
				if req.Method != "POST" || req.URL.Path != "/" || req.Header.Get("Authorization") != "" || req.ContentLength > 0 != test.known {
					t.Error(req.Method, req.URL, req.Header, req.ContentLength)
				}
				content, head, err := req.FormFile("file")
				if err != nil {
					t.Error(err)
					return
				}
				text, err := io.ReadAll(content)
				if err != nil || string(text) != picture || head.Filename != test.name {
					t.Errorf("%d bytes of %q, %v", len(text), head.Filename, err)
				}
				if diff := cmp.Diff([]string{"UPLOAD"}, req.MultipartForm.Value["token"]); diff != "" || len(req.MultipartForm.Value) != 1 {
					t.Error(diff)
				}
				io.WriteString(w, `{"key":"K","hash":"H"}`)
			}))
			key, err := client.Upload(t.Context(), "UploadAvatar", "UPLOAD", test.file)
			if key != "K" || err != nil {
				t.Errorf("key %q, error %v", key, err)
			}
		})
	}
}

func TestUploadRefuses(t *testing.T) {
	client := newPerson(t, through(transport(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return reply(200, "{}"), nil
	})))
	_, err := client.Upload(t.Context(), "UploadAvatar", "UPLOAD", authing.File{Name: "x"})
	if err == nil || err.Error() != "authing: UploadAvatar: Content is required" {
		t.Error(err)
	}
	_, err = client.Upload(t.Context(), "UploadAvatar", "", authing.File{Content: strings.NewReader("x")})
	if err == nil || err.Error() != "authing: UploadAvatar: upload host: the service gave out no token for the upload" {
		t.Error(err)
	}
	var none context.Context
	if _, err = client.Upload(none, "UploadAvatar", "UPLOAD", authing.File{Content: strings.NewReader("x")}); err == nil {
		t.Error("a nil context was taken")
	}
}

func TestUploadFaults(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"refused": {401, `{"error":"bad token ` + userToken + `"}`, "HTTP 401 Unauthorized"},
		"no key":  {200, `{}`, "the answer names no key (HTTP 200)"},
		"HTML":    {200, `<html>`, "the answer is HTML, not JSON (HTTP 200)"},
		"a list":  {200, `[]`, "the answer is not a JSON object (HTTP 200)"},
		"key 7":   {200, `{"key":7}`, "the answer has a number in key where none is due (HTTP 200)"},
		"large":   {200, strings.Repeat(" ", 2000), "the answer is larger than 1000 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			client := newPerson(t, through(always(test.status, test.body)), WithResponseLimit(1000))
			_, err := client.Upload(t.Context(), "UploadAvatar", userToken, authing.File{Content: strings.NewReader(password)})
			if _, ok := errors.AsType[*authing.RequestError](err); !ok || err.Error() != "authing: UploadAvatar: upload host: "+test.want {
				t.Errorf("error %v", err)
			}
			checkPrinting(t, err)
		})
	}
}

// failing is a reader that gives some bytes and then fails.
type failing struct {
	count int
	err   error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.count == 0 {
		return 0, f.err
	}
	f.count--
	return len(p), nil
}

func TestUploadOfAFileThatCannotBeRead(t *testing.T) {
	client := newPerson(t, serve(t, func(_ http.ResponseWriter, req *http.Request) { io.Copy(io.Discard, req.Body) }))
	own := errors.New("the disk is gone, and " + password)
	_, err := client.Upload(t.Context(), "UploadAvatar", "UPLOAD", authing.File{Content: &failing{5, own}})
	if !errors.Is(err, own) || err.Error() != "authing: UploadAvatar: upload host: the file could not be read" {
		t.Errorf("error %v", err)
	}
	checkPrinting(t, err)
}

// TestUploadAnsweredEarly has a server that does not want the whole file, and checks that
// nobody reads it any more afterwards.
func TestUploadAnsweredEarly(t *testing.T) {
	client := newPerson(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		w.WriteHeader(413)
	}))
	var reads atomic.Int64
	endless := readerFunc(func(p []byte) (int, error) { reads.Add(1); return len(p), nil })
	_, err := client.Upload(t.Context(), "UploadAvatar", "UPLOAD", authing.File{Content: endless})
	after := reads.Load()
	if _, ok := errors.AsType[*authing.RequestError](err); !ok {
		t.Errorf("error %v", err)
	}
	time.Sleep(50 * time.Millisecond)
	if reads.Load() != after {
		t.Error("the file is read after the upload is over")
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestUploadEnds covers the ends of an upload that stands still: the context's, and that
// of the time in which nothing moved. The clock and the connection are in memory, and
// synctest fails where a goroutine is left.
func TestUploadEnds(t *testing.T) {
	reading := transport(func(req *http.Request) (*http.Response, error) {
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return nil, err
		}
		<-req.Context().Done()
		return nil, context.Cause(req.Context())
	})
	t.Run("context", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			defer cancel()
			start := time.Now()
			_, err := newPerson(t, through(reading)).Upload(ctx, "UploadAvatar", "UPLOAD", authing.File{Content: strings.NewReader("x")})
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 3*time.Second {
				t.Errorf("error %v after %v", err, time.Since(start))
			}
		})
	})
	t.Run("nothing moves", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			slow := 0
			content := readerFunc(func(p []byte) (int, error) {
				if slow == 10 {
					return 0, io.EOF
				}
				slow++
				time.Sleep(9 * time.Second) // slow, but it moves
				return len(p), nil
			})
			_, err := newPerson(t, through(reading)).Upload(t.Context(), "UploadAvatar", "UPLOAD", authing.File{Content: content})
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 100*time.Second {
				t.Errorf("error %v after %v", err, time.Since(start))
			}
			if err.Error() != "authing: UploadAvatar: upload host: no answer within 10s: context deadline exceeded" {
				t.Error(err)
			}
		})
	})
	t.Run("a reader that blocks", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			release := make(chan struct{})
			content := readerFunc(func([]byte) (int, error) { <-release; return 0, io.EOF })
			blocked := transport(func(req *http.Request) (*http.Response, error) {
				go io.Copy(io.Discard, req.Body)
				<-req.Context().Done()
				return nil, context.Cause(req.Context())
			})
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := newPerson(t, through(blocked)).Upload(ctx, "UploadAvatar", "UPLOAD", authing.File{Content: content})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v", err)
			}
			close(release)
		})
	})
}
