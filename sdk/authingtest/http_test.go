package authingtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

func TestSendSMS(t *testing.T) {
	box := newBox(t)
	for _, path := range []string{"/send_smscode/", "/notification/send_register_smscode/"} {
		if got := get(t, box.URL+path+"13100000000/"+box.PoolID); got.status != http.StatusOK || got.body != `{"code":200,"message":"code sent"}` {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
		for _, wrong := range []string{"phone/" + box.PoolID, "13100000000/nobody"} {
			if got := get(t, box.URL+path+wrong); got.status != http.StatusOK || !strings.HasPrefix(got.body, `{"code":500,`) {
				t.Errorf("%s: %d %s", path+wrong, got.status, got.body)
			}
		}
	}
	messages := box.Outbox()
	if len(messages) != 2 || messages[1].Code != box.LastSMS("13100000000") || messages[1].Channel != authingtest.SMS {
		t.Errorf("outbox %+v", messages)
	}
	if box.LastSMS("13100000009") != "" {
		t.Error("a code for somebody who got none")
	}
}

func TestOIDC(t *testing.T) {
	box := newBox(t)
	app, err := box.AddOIDCApp(authingtest.App{Name: "app"})
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{
		"client_id": {app.ID}, "client_secret": {app.Secret.Reveal()}, "grant_type": {"password"},
		"email": {"ada@example.com"}, "password": {password}, "scope": {"openid email"},
	}
	answered := post(t, box.URL+"/oauth/oidc/token", form)
	var set struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(answered.body), &set); err != nil || answered.status != http.StatusOK {
		t.Fatalf("%v: %d %s", err, answered.status, answered.body)
	}
	me := post(t, box.URL+"/oauth/oidc/me", url.Values{"access_token": {set.AccessToken}})
	if want := `{"sub":"` + adaID + `","_id":"` + adaID + `","email":"ada@example.com","email_verified":false}`; me.body != want {
		t.Errorf("me: %s, want %s", me.body, want)
	}

	form.Set("password", "wrong")
	refused := post(t, box.URL+"/oauth/oidc/token", form)
	if want := `{"error":"invalid_grant","error_description":"invalid credentials provided"}`; refused.status != http.StatusBadRequest || refused.body != want {
		t.Errorf("wrong password: %d %s", refused.status, refused.body)
	}
	for _, path := range []string{"/oauth/oidc/token", "/oauth/oidc/me"} {
		if got := post(t, box.URL+path, nil); got.status != http.StatusBadRequest || !strings.HasPrefix(got.body, `{"error":"invalid_request"`) {
			t.Errorf("%s without a form: %d %s", path, got.status, got.body)
		}
	}
}

func TestQRCode(t *testing.T) {
	box := newBox(t)
	made := get(t, box.URL+"/oauth/wxapp/qrcode/"+box.PoolID+"?random=r1&useSelfWxapp=false&enableFetchPhone=false")
	if want := `{"code":200,"message":"QR code made","data":{"qrcode":"` + box.URL + `/qrcode/r1.png","random":"r1"}}`; made.body != want {
		t.Fatalf("made: %s", made.body)
	}
	picture := get(t, box.URL+"/qrcode/r1.png")
	if _, err := png.Decode(strings.NewReader(picture.body)); err != nil {
		t.Errorf("the picture: %v", err)
	}
	check := func(random string) reply {
		return send(t, request(t, http.MethodPost, box.URL+"/oauth/wxapp/confirm/qr?useSelfWxapp=false&random="+random, "", ""))
	}
	if got := check("r1"); !strings.Contains(got.body, `"data":{"code":500,`) {
		t.Errorf("before the scan: %s", got.body)
	}
	if err := box.ScanQR("r1", adaID); err != nil {
		t.Fatal(err)
	}
	if got := check("r1"); strings.Contains(got.body, "redirect") {
		t.Errorf("where to go, though nobody said so: %s", got.body)
	}
	if err := box.SetQRRedirect("http://page.test/home"); err != nil {
		t.Fatal(err)
	}
	var signedIn struct {
		Data struct {
			Code     int
			Redirect string
			Data     struct {
				ID    string `json:"_id"`
				Token string
			}
		}
	}
	if err := json.Unmarshal([]byte(check("r1").body), &signedIn); err != nil || signedIn.Data.Code != 200 || signedIn.Data.Data.ID != adaID || signedIn.Data.Data.Token == "" {
		t.Errorf("after the scan: %+v, %v", signedIn, err)
	}
	if signedIn.Data.Redirect != "http://page.test/home" {
		t.Errorf("where to go: %q", signedIn.Data.Redirect)
	}
	if got := check("r2"); !strings.HasPrefix(got.body, `{"code":2300,`) {
		t.Errorf("unknown: %s", got.body)
	}
	if got := get(t, box.URL+"/oauth/wxapp/qrcode/nobody?random=r3"); !strings.HasPrefix(got.body, `{"code":2224,`) {
		t.Errorf("unknown pool: %s", got.body)
	}
}

// multipartForm makes the form of an upload; parts are name, content, name, ...
func multipartForm(t *testing.T, address, token string, file []byte) *http.Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("token", token); err != nil {
		t.Fatal(err)
	}
	if file != nil {
		part, err := form.CreateFormFile("file", "a.png")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return request(t, http.MethodPost, address, form.FormDataContentType(), body.String())
}

func TestUpload(t *testing.T) {
	box := newBox(t)
	picture := []byte("\x89PNG\r\n\x1a\nand so on")
	uploadToken := func() string {
		t.Helper()
		var answer struct {
			Data struct{ QiNiuUploadToken string }
		}
		answered := query(t, box, token(t, box), `{ qiNiuUploadToken }`, nil)
		if err := json.Unmarshal([]byte(answered.body), &answer); err != nil || answer.Data.QiNiuUploadToken == "" {
			t.Fatalf("%v: %s", err, answered.body)
		}
		return answer.Data.QiNiuUploadToken
	}
	for _, path := range []string{"/", "/upload"} {
		var stored struct{ Key string }
		answered := send(t, multipartForm(t, box.URL+path, uploadToken(), picture))
		if err := json.Unmarshal([]byte(answered.body), &stored); err != nil || answered.status != http.StatusOK {
			t.Fatalf("%v: %d %s", err, answered.status, answered.body)
		}
		shown := get(t, box.URL+"/"+stored.Key)
		if shown.body != string(picture) || shown.header.Get("Content-Type") != "image/png" {
			t.Errorf("%s: %q as %s", path, shown.body, shown.header.Get("Content-Type"))
		}
	}
	if got := send(t, multipartForm(t, box.URL+"/", "nonsense", picture)); got.status != http.StatusUnauthorized {
		t.Errorf("bad token: %d %s", got.status, got.body)
	}
	if got := send(t, multipartForm(t, box.URL+"/", uploadToken(), nil)); got.status != http.StatusBadRequest {
		t.Errorf("no file: %d %s", got.status, got.body)
	}
	if got := serve(box, multipartForm(t, box.URL+"/", uploadToken(), make([]byte, 11<<20))); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d %s", got.status, got.body)
	}
	if got := get(t, box.URL+"/user-avatars/nothing"); got.status != http.StatusNotFound {
		t.Errorf("no such picture: %d", got.status)
	}
}

func TestAPageIsNoPicture(t *testing.T) {
	box := newBox(t)
	answered := query(t, box, token(t, box), `{ qiNiuUploadToken }`, nil)
	_, rest, _ := strings.Cut(answered.body, `"qiNiuUploadToken":"`)
	uploadToken, _, _ := strings.Cut(rest, `"`)
	var stored struct{ Key string }
	body := send(t, multipartForm(t, box.URL+"/upload", uploadToken, []byte("<html><script>alert(1)</script>"))).body
	if err := json.Unmarshal([]byte(body), &stored); err != nil {
		t.Fatal(err)
	}
	if got := get(t, box.URL+"/"+stored.Key).header; got.Get("Content-Type") != "application/octet-stream" || got.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("served as %s", got.Get("Content-Type"))
	}
}

func TestVerificationLink(t *testing.T) {
	box := newBox(t)
	send := fmt.Sprintf(`mutation { sendVerifyEmail(client: %q, email: "ada@example.com") { message } }`, box.PoolID)
	if code := refusalOf(t, query(t, box, "", send, nil)); code != 0 {
		t.Fatalf("code %d", code)
	}
	link := box.Outbox()[0].Link
	if got := get(t, link); got.status != http.StatusOK {
		t.Errorf("%s: %d %s", link, got.status, got.body)
	}
	if got := get(t, link); got.status != http.StatusGone {
		t.Errorf("a second time: %d %s", got.status, got.body)
	}
	answered := query(t, box, token(t, box), `{ user { emailVerified } }`, nil)
	if !strings.Contains(answered.body, `"emailVerified":true`) {
		t.Error(answered.body)
	}
}

func TestServiceIsAlive(t *testing.T) {
	box := newBox(t)
	for _, path := range []string{"/system/status", "/"} {
		if got := get(t, box.URL+path); got.status != http.StatusOK || got.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d %v", path, got.status, got.header)
		}
	}
	if got := get(t, box.URL+"/nothing/here"); got.status != http.StatusNotFound {
		t.Errorf("unknown path: %d", got.status)
	}
}

// TestCrossOrigin asks as a browser does, before and with what a page of another
// origin sends.
func TestCrossOrigin(t *testing.T) {
	box := newBox(t)
	tests := []struct{ method, path, headers string }{
		{http.MethodPost, "/graphql", "authorization,content-type"},
		{http.MethodPost, "/oauth/oidc/token", "content-type"},
		{http.MethodPost, "/oauth/oidc/me", "content-type"},
		{http.MethodPost, "/oauth/wxapp/confirm/qr?random=r1", ""},
		{http.MethodPost, "/oauth/scan-qrcode/exchangeUserInfoWithTicket", "content-type"},
		{http.MethodPost, "/", "x-requested-with"}, // of a picture
		{http.MethodGet, "/qrcode/check?qrcodeId=unknown", "x-of-the-callers-own"},
		{http.MethodGet, "/send_smscode/13100000000/" + box.PoolID, ""},
		{http.MethodGet, "/nothing/here", ""},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			preflight := request(t, http.MethodOptions, box.URL+test.path, "", "")
			preflight.Header.Set("Origin", "http://page.test")
			preflight.Header.Set("Access-Control-Request-Method", test.method)
			preflight.Header.Set("Access-Control-Request-Headers", test.headers)
			allowed := send(t, preflight)
			got := map[string]string{"status": strconv.Itoa(allowed.status)}
			for _, name := range []string{"Origin", "Methods", "Headers", "Credentials"} {
				got[name] = allowed.header.Get("Access-Control-Allow-" + name)
			}
			got["Max-Age"] = allowed.header.Get("Access-Control-Max-Age")
			want := map[string]string{
				"status": "204", "Origin": "*", "Methods": "GET, POST", "Headers": "Authorization, *", "Credentials": "", "Max-Age": "7200",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the preflight's answer differs (-want +got):\n%s", diff)
			}
			// Whatever the answer is, the page may read it.
			asked := request(t, test.method, box.URL+test.path, "", "")
			asked.Header.Set("Origin", "http://page.test")
			if origin := send(t, asked).header.Get("Access-Control-Allow-Origin"); origin != "*" {
				t.Errorf("the answer is for the origin %q", origin)
			}
		})
	}
}

// TestPicturesOfQRCodes asks for the picture of each word that a page may have
// chosen, at the address that came with it.
func TestPicturesOfQRCodes(t *testing.T) {
	box := newBox(t)
	for _, random := range []string{"r1", "a?b", "a#b", "../x", "a/b", "a b", "100%", "..", "码"} {
		made := get(t, box.URL+"/oauth/wxapp/qrcode/"+box.PoolID+"?random="+url.QueryEscape(random))
		var told struct {
			Data struct{ QRCode, Random string }
		}
		if err := json.Unmarshal([]byte(made.body), &told); err != nil || told.Data.Random != random {
			t.Fatalf("%q: %v: %s", random, err, made.body)
		}
		if address, err := url.Parse(told.Data.QRCode); err != nil || address.Path != "/qrcode/"+random+".png" {
			t.Fatalf("%q is at %q, %v", random, told.Data.QRCode, err)
		}
		picture := get(t, told.Data.QRCode)
		if picture.status != http.StatusOK || picture.header.Get("Content-Type") != "image/png" {
			t.Errorf("%q: %s: status %d, %s", random, told.Data.QRCode, picture.status, picture.header.Get("Content-Type"))
		}
	}
}
