package scan

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// Wire stands between clients and a service. It has a password key of its own: it opens what
// clients seal, and seals it anew for the service.
type Wire struct {
	scanner *Scanner
	key     *rsa.PrivateKey
	public  string // the key that clients get, in PEM
	service http.Handler
	sealed  *rsa.PublicKey // the service's own key
}

// wireKey makes the wires' key, which takes a while, once.
var wireKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, keySize) })

// keySize is that of the key of the service in the box, in bits.
const keySize = 2048

// NewWire makes a wire to a service with a password key in PEM.
func NewWire(scanner *Scanner, service http.Handler, serviceKey string) (*Wire, error) {
	block, _ := pem.Decode([]byte(serviceKey))
	if block == nil {
		return nil, errors.New("the service's key is no PEM")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	sealed, ok := parsed.(*rsa.PublicKey)
	if !ok {
		return nil, errors.New("the service's key is no RSA key")
	}
	key, err := wireKey()
	if err != nil {
		return nil, err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
	return &Wire{scanner: scanner, key: key, public: text, service: service, sealed: sealed}, nil
}

// PasswordKey is the key, in PEM, that clients on this wire seal passwords with.
func (w *Wire) PasswordKey() string { return w.public }

// ServeHTTP learns what a request holds, passes it on, and learns what the answer holds.
func (w *Wire) ServeHTTP(to http.ResponseWriter, req *http.Request) {
	if value := req.Header.Get("Authorization"); value != "" {
		w.scanner.Learn(Authorization, value)
		_, token, _ := strings.Cut(value, " ")
		w.scanner.Learn(Authorization, token)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // the client is gone
	}
	exchange := bytes.Contains(body, []byte("getClientWhenSdkInit")) || bytes.Contains(body, []byte("accessToken(userPoolId"))
	body = w.open(req.Header.Get("Content-Type"), body)
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	req.Header.Set("Content-Length", strconv.Itoa(len(body)))

	answer := httptest.NewRecorder()
	w.service.ServeHTTP(answer, req)
	var value any
	if json.Unmarshal(answer.Body.Bytes(), &value) == nil {
		w.walk("", value, func(name, text string) string {
			kind := kinds[name]
			if exchange && kind == UserToken {
				kind = OwnerToken
			}
			if kind != "" {
				w.scanner.Learn(kind, text)
			}
			return text
		})
	}
	maps.Copy(to.Header(), answer.Header())
	to.WriteHeader(answer.Code)
	_, _ = to.Write(answer.Body.Bytes()) // a client that is gone says so itself
}

// kinds are the kinds of the secrets that have a name, in variables, forms and answers.
var kinds = map[string]Kind{
	"secret": PoolSecret, "clientSecret": PoolSecret, "client_secret": ClientSecret,
	"password": Password, "oldPassword": Password, "newPassword": Password,
	"mfaToken": UserToken, "primaryUserToken": UserToken, "secondaryUserToken": UserToken,
	"token": UserToken, "authingToken": UserToken, "accessToken": UserToken, "access_token": UserToken, "refreshToken": UserToken, "refresh_token": UserToken, "id_token": UserToken,
	"qiNiuUploadToken": UploadToken,
	"verifyCode":       Code, "invitationCode": Code, "phoneCode": Code, "emailCode": Code, "oldEmailCode": Code, "oldPhoneCode": Code, "MFACode": Code,
	"totp": Code, "recoveryCode": Code,
}

// kindOf is the kind of what a client sends under a name. What is called code alone is a
// secret where it is a number: else it is the code of a role or a group.
func kindOf(name, text string) Kind {
	if name == "code" && strings.Trim(text, "0123456789") == "" {
		return Code
	}
	return kinds[name]
}

// open learns what a body holds and returns it with the passwords sealed anew.
func (w *Wire) open(contentType string, body []byte) []byte {
	switch {
	case strings.HasPrefix(contentType, "application/json"):
		var value any
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber() // an integer stays one
		if decoder.Decode(&value) != nil {
			return body
		}
		if opened, err := json.Marshal(w.walk("", value, w.learn)); err == nil {
			return opened
		}
	case strings.HasPrefix(contentType, "application/x-www-form-urlencoded"):
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return body
		}
		for name, values := range form {
			for i, text := range values {
				form[name][i] = w.learn(name, text)
			}
		}
		return []byte(form.Encode())
	}
	return body
}

// learn learns a value that a client sent, and returns it, sealed anew where it is a
// password that the client sealed.
func (w *Wire) learn(name, text string) string {
	ciphertext, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(ciphertext) != w.key.Size() {
		if kind := kindOf(name, text); kind != "" {
			w.scanner.Learn(kind, text)
		}
		return text
	}
	w.scanner.Learn(Ciphertext, text)
	//lint:ignore SA1019 the service takes no other padding
	password, err := rsa.DecryptPKCS1v15(nil, w.key, ciphertext)
	if err != nil {
		return text // sealed for somebody else
	}
	w.scanner.Learn(Password, string(password))
	//lint:ignore SA1019 the service takes no other padding
	anew, err := rsa.EncryptPKCS1v15(rand.Reader, w.sealed, password)
	if err != nil {
		return text
	}
	return base64.StdEncoding.EncodeToString(anew)
}

// walk gives every text and number in a JSON value, with the name it stands under, to a
// function, and puts what that returns in the place of the texts.
func (w *Wire) walk(name string, value any, visit func(name, text string) string) any {
	switch value := value.(type) {
	case map[string]any:
		for key, element := range value {
			value[key] = w.walk(key, element, visit)
		}
	case []any:
		for i, element := range value {
			value[i] = w.walk(name, element, visit)
		}
	case json.Number:
		visit(name, value.String())
	case string:
		return visit(name, value)
	}
	return value
}
