package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// service is a server on loopback that has its answers ready. No number of users stands
// for a sign-in.
type service struct {
	*httptest.Server
	url     string
	key     *rsa.PrivateKey // that passwords are encrypted for
	pem     string          // its public half
	answers map[int][]byte  // by the number of users that are asked for
}

// keySize is that of the public service's key, in bits.
const keySize = 1024

// newService starts the service.
func newService() (*service, error) {
	key, err := rsa.GenerateKey(rand.Reader, keySize)
	if err != nil {
		return nil, err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	s := &service{key: key, pem: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))}
	if s.answers, err = newAnswers(); err != nil {
		return nil, err
	}
	s.Server = httptest.NewServer(s)
	s.url = s.Server.URL
	return s, nil
}

// newAnswers makes the answers.
func newAnswers() (map[int][]byte, error) {
	user := newUser()
	user.Token, user.TokenExpiredAt = "header.claims.signature", authing.NewTime(time.Now())
	login, err := json.Marshal(map[string]any{"data": map[string]any{"login": user}})
	if err != nil {
		return nil, err
	}
	answers := map[int][]byte{0: login}
	for _, size := range pageSizes() {
		list := make([]*authing.User, size)
		for i := range list {
			list[i] = newUser()
		}
		page := authing.UserPage{List: list, TotalCount: size}
		if answers[size], err = json.Marshal(map[string]any{"data": map[string]any{"users": page}}); err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// newUser is a user with what most have.
func newUser() *authing.User {
	return &authing.User{
		ID: "5e85aded9cc18e4cc67e780a", Email: email, EmailVerified: true, Phone: "13100000001", Username: "ada",
		Nickname: "Ada", Company: "Analytical Engines", Name: "Ada Lovelace", GivenName: "Ada", FamilyName: "Lovelace",
		Photo: "https://usercontents.authing.cn/authing-avatar.png", RegisterInClient: pool,
		RegisterMethod: "default:username-password", LoginsCount: 7, LastIP: "192.0.2.7",
		LastLogin: "2020-01-02T03:04:05.000Z", SignedUp: "2020-01-02T03:04:05.000Z", UpdatedAt: "2020-01-02T03:04:05.000Z",
		Group: &authing.Group{ID: "5e85aded9cc18e4cc67e7801", Name: "default", Descriptions: "default", PoolID: pool},
	}
}

// ServeHTTP answers. It does as little as it can, because its time is counted too.
func (s *service) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(s.answers[asked(body)]) // a client that is gone says so itself
}

// asked returns how many users a request asks for; 0 for none.
func asked(body []byte) int {
	_, rest, _ := bytes.Cut(body, []byte(`"count":`))
	digits := bytes.TrimLeft(rest, "0123456789")
	count, err := strconv.Atoi(string(rest[:len(rest)-len(digits)]))
	if err != nil {
		return 0
	}
	return count
}
