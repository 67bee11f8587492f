package endpoint

import (
	"crypto/sha256"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// The inner codes of a check.
const (
	qrPending  = 500
	qrSignedIn = 200
)

// qrAddress is the answer to who asks for a QR code.
type qrAddress struct {
	QRCode string `json:"qrcode"` // address of the picture
	Random string `json:"random"`
}

// qrStatus is the answer to a check, one level deeper than other answers.
type qrStatus struct {
	Code     authing.Code  `json:"code"`
	Message  string        `json:"message"`
	Data     *service.User `json:"data,omitempty"`
	Redirect string        `json:"redirect,omitempty"`
}

func (h *Handler) newQRCode(w http.ResponseWriter, r *http.Request) {
	random := r.URL.Query().Get("random")
	address, err := h.service.NewQRCode(r.PathValue("pool"), random)
	if err != nil {
		writeJSON(w, http.StatusOK, refusal(err))
		return
	}
	writeJSON(w, http.StatusOK, answer{Code: http.StatusOK, Message: "QR code made", Data: qrAddress{QRCode: address, Random: random}})
}

func (h *Handler) checkQRCode(w http.ResponseWriter, r *http.Request) {
	u, redirect, err := h.service.CheckQRCode(r.URL.Query().Get("random"))
	switch {
	case err != nil:
		writeJSON(w, http.StatusOK, qrRefusal(err))
	case u == nil:
		writeJSON(w, http.StatusOK, answer{Code: http.StatusOK, Data: qrStatus{Code: qrPending, Message: "not scanned yet"}})
	default:
		writeJSON(w, http.StatusOK, answer{Code: http.StatusOK, Data: qrStatus{Code: qrSignedIn, Message: "signed in", Data: u, Redirect: redirect}})
	}
}

// qrRefusal refuses a check. A page that looks at the inner code only must find
// one there.
func qrRefusal(err error) answer {
	refused := refusal(err)
	refused.Data = qrStatus{Code: refused.Code, Message: refused.Message}
	return refused
}

// qrPicture draws something that looks like a QR code, different for each. No
// phone can read it: a test scans by calling the box.
func (h *Handler) qrPicture(w http.ResponseWriter, r *http.Request) {
	const modules, pixels = 21, 8 // a side's length, and that of a module
	noise := sha256.Sum256([]byte(strings.TrimSuffix(r.PathValue("name"), ".png")))
	picture := image.NewGray(image.Rect(0, 0, modules*pixels, modules*pixels))
	for x := range modules * pixels {
		for y := range modules * pixels {
			module := x/pixels*modules + y/pixels
			if noise[module/8%len(noise)]>>(module%8)&1 == 0 {
				picture.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	w.Header().Set("Content-Type", "image/png")
	_ = png.Encode(w, picture) // a client that is gone has no use for the error
}
