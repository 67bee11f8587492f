package endpoint

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/graph-gophers/graphql-go"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/coreresolve"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/journal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/portal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/resolve"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// maxBody is the longest request that is read, in bytes; uploads have a limit
// of their own.
const maxBody = 1 << 20

// Handler answers for one service.
type Handler struct {
	service  *service.Service
	schema   *graphql.Schema // of the classic API
	core     *graphql.Schema // of the core API
	pages    *portal.Portal
	calls    http.Handler // what answers, and saves what was done
	web      http.Handler // calls with what surrounds them
	paths    []string     // what the paths of the routes begin with
	fields   []string     // root fields of GraphQL
	failures failures
}

// New makes the handler for a service. Every request is written into the
// journal. Where the service keeps what it holds in a file, an answer is sent when
// what it tells is there.
func New(s *service.Service, requests *journal.Journal) (*Handler, error) {
	schema, err := resolve.NewSchema(s)
	if err != nil {
		return nil, err
	}
	coreSchema, err := coreresolve.NewSchema(s)
	if err != nil {
		return nil, err
	}
	pages, err := portal.New(s)
	if err != nil {
		return nil, err
	}
	h := &Handler{service: s, schema: schema, core: coreSchema, pages: pages}
	h.fields = slices.Concat(rootFields(schema), rootFields(coreSchema))
	mux := http.NewServeMux()
	for _, routes := range append(h.coreRoutes(), h.routes(), h.issuerRoutes(), pages.Routes()) {
		for pattern, answer := range routes {
			mux.HandleFunc(pattern, answer)
			h.paths = append(h.paths, fixedPath(pattern))
		}
	}
	slices.Sort(h.paths) // so that of two that are near the same one is suggested every time
	h.calls = mux
	if s.Kept() {
		h.calls = saved(s.Save, mux)
	}
	h.web = crossOrigin(s, record(s, requests, http.MaxBytesHandler(http.HandlerFunc(h.failing), maxUpload)))
	return h, nil
}

// ServeHTTP answers a request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.web.ServeHTTP(w, r) }

// routes says what answers where.
func (h *Handler) routes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"POST /graphql":                    h.graphql,
		"POST /graphql/v2":                 h.coreGraphQL,
		"GET /send_smscode/{phone}/{pool}": h.sendSMS,
		"GET /notification/send_register_smscode/{phone}/{pool}": h.sendSMS,
		"POST /oauth/oidc/token":                                 h.token,
		"POST /oauth/oidc/me":                                    h.userInfo,
		"GET /oauth/wxapp/qrcode/{pool}":                         h.newQRCode,
		"POST /oauth/wxapp/confirm/qr":                           h.checkQRCode,
		"GET /qrcode/{name}":                                     h.qrPicture,
		"GET /qrcode/gene":                                       h.newQRLogin,
		"GET /qrcode/check":                                      h.checkQRLogin,
		"POST /oauth/scan-qrcode/exchangeUserInfoWithTicket":     h.exchangeTicket,
		"GET /cas/logout":                                        casLogout,
		"GET /captcha/{name}":                                    h.captcha,
		"GET /verify/{word}":                                     h.openLink,
		"POST /upload":                                           h.upload,
		"POST /{$}":                                              h.upload,
		"GET /user-avatars/{name}":                               h.picture,
		"GET /system/status":                                     alive,
		"GET /{$}":                                               alive,
	}
}

// alive answers who asks whether the service can be reached.
func alive(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, answer{Code: http.StatusOK, Message: "ok"})
}

// preflightAge is how long a browser may remember what it may send, in seconds:
// two hours, the most that any browser heeds.
const preflightAge = "7200"

// crossOrigin lets programs in a browser call from any origin: nothing here is
// worth protecting from them, but for the pages that people sign in on. Who is
// signed in with the browser is told to the pages of applications only: their
// calls may bring the cookie.
func crossOrigin(s *service.Service, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if portal.Has(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		header, origin := w.Header(), r.Header.Get("Origin")
		// To calls without a cookie "*" allows every header but Authorization, which
		// has to be named; to others it allows none.
		allowed := "Authorization, *"
		header.Add("Vary", "Origin")
		if origin != "" && s.Trusts(origin) {
			header.Set("Access-Control-Allow-Origin", origin)
			header.Set("Access-Control-Allow-Credentials", "true")
			allowed = r.Header.Get("Access-Control-Request-Headers")
		} else {
			header.Set("Access-Control-Allow-Origin", "*")
		}
		if r.Method != http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		header.Set("Access-Control-Allow-Methods", "GET, POST")
		header.Set("Access-Control-Allow-Headers", allowed)
		header.Set("Access-Control-Max-Age", preflightAge)
		w.WriteHeader(http.StatusNoContent)
	})
}

// answer is how the endpoints outside GraphQL and OIDC answer. Code 200 is fine;
// any other is a refusal, under HTTP status 200 all the same.
type answer struct {
	Code    authing.Code `json:"code"`
	Message string       `json:"message"`
	Data    any          `json:"data,omitempty"`
}

// refusal turns an error of the domain into an answer.
func refusal(err error) answer {
	if refused, ok := errors.AsType[*service.Error](err); ok {
		refusal := answer{Code: refused.Code, Message: refused.Message}
		if refused.Data != nil {
			refusal.Data = refused.Data
		}
		return refusal
	}
	return answer{Code: authing.CodeServiceBusy, Message: err.Error()}
}

// writeJSON answers with a value that is known to marshal. A client that is gone
// has no use for the error.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// readBody reads a request's body, and refuses one that is too long.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	return io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
}

// sendSMS sends a code; the one for registering is no different.
func (h *Handler) sendSMS(w http.ResponseWriter, r *http.Request) {
	if err := h.service.SendSMS(r.PathValue("pool"), r.PathValue("phone")); err != nil {
		writeJSON(w, http.StatusOK, refusal(err))
		return
	}
	writeJSON(w, http.StatusOK, answer{Code: http.StatusOK, Message: "code sent"})
}
