package endpoint

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// maxUpload is the largest upload that is taken, in bytes.
const maxUpload = 10 << 20

// captcha draws the text that a person is to type.
func (h *Handler) captcha(w http.ResponseWriter, r *http.Request) {
	text, ok := h.service.CaptchaText(strings.TrimSuffix(r.PathValue("name"), ".svg"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="48"><text x="12" y="34" font-size="32">%s</text></svg>`, text)
}

// openLink does what the link in an email is for.
func (h *Handler) openLink(w http.ResponseWriter, r *http.Request) {
	if err := h.service.OpenLink(r.PathValue("word")); err != nil {
		http.Error(w, refusal(err).Message, http.StatusGone)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintln(w, "Your email address is verified.")
}

// uploaded is the picture store's answer.
type uploaded struct {
	Key string `json:"key"`
}

// uploadError is the picture store's refusal.
type uploadError struct {
	Error string `json:"error"`
}

// upload takes a picture, as a form with the parts file and token.
func (h *Handler) upload(w http.ResponseWriter, r *http.Request) {
	file, _, err := r.FormFile("file")
	if err != nil {
		status := http.StatusBadRequest
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			status = http.StatusRequestEntityTooLarge
		}
		writeJSON(w, status, uploadError{"the form has no file: " + err.Error()})
		return
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		writeJSON(w, http.StatusBadRequest, uploadError{err.Error()})
		return
	}
	key, err := h.service.Upload(r.FormValue("token"), service.Picture{ContentType: pictureType(content), Content: content})
	if err != nil {
		writeJSON(w, http.StatusUnauthorized, uploadError{refusal(err).Message})
		return
	}
	writeJSON(w, http.StatusOK, uploaded{Key: key})
}

// pictureType names what a file is, by its content. What is no picture is
// nothing that a browser would run.
func pictureType(content []byte) string {
	if found := http.DetectContentType(content); strings.HasPrefix(found, "image/") {
		return found
	}
	return "application/octet-stream"
}

// picture gives an uploaded picture.
func (h *Handler) picture(w http.ResponseWriter, r *http.Request) {
	picture, ok := h.service.Picture(strings.TrimPrefix(r.URL.Path, "/"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", picture.ContentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(picture.Content) // a client that is gone has no use for the error
}
