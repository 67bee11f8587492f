package endpoint

import (
	"encoding/json"
	"net/http"

	"github.com/authing-community/authing-go/sdk/authing"
)

// answerWith answers with what the domain gives, or with its refusal.
func answerWith(w http.ResponseWriter, message string, data any, err error) {
	if err != nil {
		writeJSON(w, http.StatusOK, refusal(err))
		return
	}
	writeJSON(w, http.StatusOK, answer{Code: http.StatusOK, Message: message, Data: data})
}

// newQRLogin makes a QR code. The names and values of the caller's own that come
// along are for the mobile program, and no concern of the box.
func (h *Handler) newQRLogin(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	code, err := h.service.NewQRLogin(query.Get("userPoolId"), query.Get("scene"))
	answerWith(w, "QR code made", code, err)
}

func (h *Handler) checkQRLogin(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	status, err := h.service.CheckQRLogin(query.Get("qrcodeId"), query.Get("scene"))
	answerWith(w, "QR code found", status, err)
}

// exchangeTicket gives the user whom a ticket stands for.
func (h *Handler) exchangeTicket(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(w, r)
	var request struct{ Ticket string }
	if err == nil {
		err = json.Unmarshal(body, &request)
	}
	if err != nil {
		writeJSON(w, http.StatusOK, answer{Code: authing.CodeParametersIncomplete, Message: "the body is no JSON: " + err.Error()})
		return
	}
	user, err := h.service.ExchangeTicket(request.Ticket)
	answerWith(w, "signed in", user, err)
}

// casLogout ends a session of the central authentication service, of which the
// box has none.
func casLogout(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, answer{Code: http.StatusOK, Message: "signed out"})
}
