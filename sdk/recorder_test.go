package sdk

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// What the recorder gives out.
const (
	ownerToken  = "owner-token"  // for the pool's secret
	newSession  = "new-session"  // with every answer that signs somebody in
	uploadToken = "upload-token" // for a picture
	pictureKey  = "key.png"      // once the picture is there
)

// recorder is a server that keeps what it receives and answers everything with a little
// that makes sense. The first part of a path is the role of the host.
type recorder struct {
	url    string
	reader reader
	answer func(req request, asked int) any // makes up the answer to a request, which may have been asked before

	mu       sync.Mutex
	requests []request
	problems []error // with requests that cannot be read
}

func newRecorder(t *testing.T, key *rsa.PrivateKey, answer func(req request, asked int) any) *recorder {
	t.Helper()
	r := &recorder{reader: reader{key: key}, answer: answer}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

// ServeHTTP keeps the request and answers.
func (r *recorder) ServeHTTP(w http.ResponseWriter, received *http.Request) {
	req, err := r.reader.read(received)
	r.mu.Lock()
	asked := 0
	for _, earlier := range r.requests {
		if earlier.facts["to"] == req.facts["to"] {
			asked++
		}
	}
	r.requests = append(r.requests, req)
	if err != nil {
		r.problems = append(r.problems, err)
	}
	r.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	// A client that went away meanwhile shows in the test by itself.
	_ = json.NewEncoder(w).Encode(r.answer(req, asked))
}

// received returns the requests so far, as they arrived, and what could not be read.
func (r *recorder) received() ([]request, []error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests), slices.Clone(r.problems)
}

// sent returns what was received, and fails the test for what could not be read. The
// word that a client chose for a QR code is replaced with the recording's placeholder.
func (r *recorder) sent(t *testing.T) []request {
	t.Helper()
	requests, problems := r.received()
	for _, problem := range problems {
		t.Errorf("a request cannot be read: %v", problem)
	}
	chosen := ""
	for _, req := range requests {
		word, ok := req.facts["query random"]
		if !ok {
			continue
		}
		if chosen == "" {
			chosen = word
		}
		if word == chosen && len(word) >= 16 {
			req.facts["query random"] = "<random>"
		}
	}
	return requests
}

// object is a JSON object.
type object = map[string]any

// classicAnswer is what the services of the classic API would say.
func classicAnswer(req request, asked int) any {
	field := strings.TrimPrefix(strings.TrimPrefix(req.facts["field"], "query "), "mutation ")
	if field != "" {
		return object{"data": object{field: fieldAnswer(field, req)}}
	}
	person := object{"_id": "USER", "sub": "USER", "token": newSession}
	switch req.facts["to"] {
	case "POST base /oauth/oidc/token":
		return object{"access_token": newSession, "token_type": "Bearer"}
	case "POST base /oauth/oidc/me":
		return person
	case "GET oauth /oauth/wxapp/qrcode/POOL":
		return object{"code": 200, "data": object{"qrcode": "https://pictures.example.com/qr.png"}}
	case "POST oauth /oauth/wxapp/confirm/qr":
		if asked == 0 {
			return object{"data": object{"code": 500, "message": "not scanned"}}
		}
		return object{"data": object{"code": 200, "data": person}}
	case "GET oauth /qrcode/gene":
		return object{"code": 200, "data": object{"qrcodeId": "Q", "expiresIn": 120}}
	case "GET oauth /qrcode/check":
		if asked == 0 {
			return object{"code": 200, "data": object{"scanned": false}}
		}
		return object{"code": 200, "data": object{"scanned": true, "success": true, "ticket": "TICKET"}}
	case "POST oauth /oauth/scan-qrcode/exchangeUserInfoWithTicket":
		return object{"code": 200, "data": person}
	case "POST upload /":
		return object{"key": pictureKey}
	}
	return object{"code": 200, "message": "done"}
}

// fieldAnswer is the value of a root field. Most clients' types read the same few names.
func fieldAnswer(field string, req request) any {
	person := object{"_id": "USER", "token": newSession, "status": true, "code": 200, "message": "done"}
	page := object{"totalCount": 1, "list": []object{{"_id": "R"}}}
	switch field {
	case "rbacGroup", "rbacRole":
		return object{"_id": "G", "roles": page, "users": page, "permissions": page}
	case "rbacGroupList", "rbacRoleList", "rbacPermissionList", "clientRoles", "userGroup", "searchUser":
		return page
	case "ReadOauthList", "notBindOAuthList", "orgChildrenNodes":
		return []object{person}
	case "decodeJwtToken":
		return object{"data": object{"id": "USER"}, "status": object{"code": 200}, "iat": "1600000000", "exp": 1700000000}
	case "createRule", "updateRule", "ruleById":
		return object{"_id": "RULE", "code": "CODE"}
	case "isRootNodeOfOrg":
		return true
	case "getClientWhenSdkInit":
		return object{"accessToken": ownerToken}
	case "checkLoginStatus":
		return object{"status": true, "code": 200, "token": object{"data": object{"id": "USER"}}}
	case "qiNiuUploadToken":
		return uploadToken
	case "userExist":
		return true
	case "removeUsers":
		return []object{person}
	case "users":
		list := []object{person}
		if req.facts["argument page"] == "1" && req.facts["argument count"] == "50" {
			list = slices.Repeat(list, 50) // a full page, so that there may be another
		}
		return object{"totalCount": 51, "list": list}
	}
	return person
}

// newPasswordKey makes the key that passwords are sealed with in one test. It is as long
// as the service's own.
func newPasswordKey(t *testing.T) (*rsa.PrivateKey, string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return key, string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
}
