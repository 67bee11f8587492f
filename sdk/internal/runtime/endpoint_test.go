package runtime

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/Khan/genqlient/graphql"

	"github.com/authing-community/authing-go/sdk/authing"
)

// variables is what genqlient hands over for an operation of every kind of variable.
type variables struct {
	Pool    string              `json:"pool"`
	Phone   authing.Secret      `json:"phone,omitempty"`
	Self    *bool               `json:"self,omitempty"`
	Count   *int                `json:"count,omitempty"`
	Sealed  *Sealed             `json:"sealed,omitempty"`
	List    []string            `json:"list,omitempty"`
	Profile *struct{ A string } `json:"profile,omitempty"`
	Data    map[string]string   `json:"data,omitempty"`
}

func TestEndpointRequests(t *testing.T) {
	type request struct{ Method, URL, ContentType, Body string }
	pool, phoneArgument := Argument{Name: "pool", Variable: "pool"}, Argument{Name: "phone", Variable: "phone"}
	tests := map[string]struct {
		endpoint  Endpoint
		variables any
		want      request
		err       string
	}{
		"path": {
			Endpoint{Method: "GET", Path: "/send_smscode/{phone}/{pool}", Arguments: []Argument{phoneArgument, pool}},
			&variables{Pool: "POOL", Phone: phone}, request{"GET", "/send_smscode/" + phone + "/POOL", "", ""}, "",
		},
		"path with what has to be escaped": {
			Endpoint{Method: "GET", Path: "/a/{phone}/b", Arguments: []Argument{phoneArgument}},
			&variables{Phone: "../?#%/ä &=+\\"}, request{"GET", "/a/..%2F%3F%23%25%2F%C3%A4%20&=+%5C/b", "", ""}, "",
		},
		"path empty":         {Endpoint{Path: "/a/{phone}", Arguments: []Argument{phoneArgument}}, &variables{}, request{}, "authing: X: phone is required"},
		"path empty text":    {Endpoint{Path: "/a/{pool}", Arguments: []Argument{pool}}, &variables{}, request{}, "authing: X: pool is required"},
		"path a dot":         {Endpoint{Path: "/a/{phone}", Arguments: []Argument{phoneArgument}}, &variables{Phone: "."}, request{}, "authing: X: phone must not be a dot or two"},
		"path two dots":      {Endpoint{Path: "/a/{phone}/b", Arguments: []Argument{phoneArgument}}, &variables{Phone: ".."}, request{}, "authing: X: phone must not be a dot or two"},
		"path a list":        {Endpoint{Path: "/a/{l}", Arguments: []Argument{{Name: "l", Variable: "list"}}}, &variables{List: []string{"a"}}, request{}, "authing: X: l has to be a text, a number or a boolean"},
		"path, no argument":  {Endpoint{Path: "/a/{x}"}, &variables{}, request{}, "authing: X: x is in the endpoint's path and no argument"},
		"query, no argument": {Endpoint{Path: "/a?b={x}"}, &variables{}, request{}, "authing: X: x is in the endpoint's path and no argument"},
		"query": {
			Endpoint{Method: "POST", Path: "/qr/{pool}?random={r}&self={self}&n={n}&fixed=yes", Arguments: []Argument{
				{Name: "r", Variable: "phone"}, {Name: "self", Variable: "self"}, {Name: "n", Variable: "count"}, pool,
			}},
			&variables{Pool: "P", Phone: "a b&c=d+e", Self: new(false), Count: new(7)},
			request{"POST", "/qr/P?random=a+b%26c%3Dd%2Be&self=false&n=7&fixed=yes", "", ""}, "",
		},
		"query unset": {
			Endpoint{Method: "GET", Path: "/qr?random={r}&self={self}", Arguments: []Argument{{Name: "r", Variable: "phone"}, {Name: "self", Variable: "self"}}},
			&variables{}, request{"GET", "/qr", "", ""}, "",
		},
		"query with free pairs": {
			Endpoint{Method: "GET", Path: "/qr?self={self}&{d}", Arguments: []Argument{{Name: "self", Variable: "self"}, {Name: "d", Variable: "data"}}},
			&variables{Self: new(true), Data: map[string]string{"k": "v&=", "a b": ""}},
			request{"GET", "/qr?self=true&a+b=&k=v%26%3D", "", ""}, "",
		},
		"query with free pairs unset": {
			Endpoint{Method: "GET", Path: "/qr?{d}&self={self}", Arguments: []Argument{{Name: "self", Variable: "self"}, {Name: "d", Variable: "data"}}},
			&variables{Self: new(true)}, request{"GET", "/qr?self=true", "", ""}, "",
		},
		"query with a free pair of the request's own": {
			Endpoint{Path: "/qr?self={self}&{d}", Arguments: []Argument{{Name: "self", Variable: "self"}, {Name: "d", Variable: "data"}}},
			&variables{Data: map[string]string{"self": "no"}}, request{}, "authing: X: d must not have the name self, which the request uses itself",
		},
		"query with free pairs that are none": {
			Endpoint{Path: "/qr?{l}", Arguments: []Argument{{Name: "l", Variable: "list"}}},
			&variables{List: []string{"a"}}, request{}, "authing: X: l has to be texts by name",
		},
		"query with a default": {
			Endpoint{Method: "GET", Path: "/qr?self={self}&scope={s}&x={x}", Arguments: []Argument{
				{Name: "self", Variable: "self", Value: "false"}, {Name: "s", Value: `"a b"`}, {Name: "x", Variable: "unknown", Value: "null"},
			}},
			nil, request{"GET", "/qr?self=false&scope=a+b", "", ""}, "",
		},
		"default given up": {
			Endpoint{Method: "GET", Path: "/qr?self={self}", Arguments: []Argument{{Name: "self", Variable: "self", Value: "false"}}},
			&variables{Self: new(true)}, request{"GET", "/qr?self=true", "", ""}, "",
		},
		"form": {
			Endpoint{Method: "POST", Path: "/token", Body: FormBody, Arguments: []Argument{
				{Name: "grant_type", Value: `"password"`}, {Name: "email", Variable: "phone"}, {Name: "n", Variable: "count"}, {Name: "scope", Variable: "s", Value: `"openid profile"`},
			}},
			&variables{Phone: "a@b.c"},
			request{"POST", "/token", "application/x-www-form-urlencoded", "email=a%40b.c&grant_type=password&scope=openid+profile"}, "",
		},
		"form with an object": {
			Endpoint{Method: "POST", Path: "/token", Body: FormBody, Arguments: []Argument{{Name: "p", Variable: "profile"}}},
			&variables{Profile: &struct{ A string }{phone}}, request{}, "authing: X: p has to be a text, a number or a boolean",
		},
		"JSON": {
			Endpoint{Method: "POST", Path: "/x/{pool}", Body: JSONBody, Arguments: []Argument{
				pool, {Name: "ticket", Variable: "phone"}, {Name: "password", Variable: "sealed"}, {Name: "l", Variable: "list"}, {Name: "p", Variable: "profile"}, {Name: "u", Variable: "self"},
			}},
			&variables{Pool: "P", Phone: "T\"<", Sealed: &Sealed{"c+/="}, List: []string{"a"}, Profile: &struct{ A string }{"b"}},
			request{"POST", "/x/P", "application/json", `{"l":["a"],"p":{"A":"b"},"password":"c+/=","ticket":"T\"\u003c"}`}, "",
		},
		"JSON of nothing": {
			Endpoint{Method: "POST", Path: "/x", Body: JSONBody}, nil, request{"POST", "/x", "application/json", `{}`}, "",
		},
		"no place": {
			Endpoint{Method: "GET", Path: "/x", Arguments: []Argument{phoneArgument}}, &variables{Phone: phone}, request{}, "authing: X: phone has no place in the endpoint's path",
		},
		"no place and unset": {
			Endpoint{Method: "GET", Path: "/x", Arguments: []Argument{phoneArgument}}, &variables{}, request{"GET", "/x", "", ""}, "",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got request
			client := newPerson(t, serve(t, func(w http.ResponseWriter, req *http.Request) {
				body, err := io.ReadAll(req.Body)
				if err != nil {
					t.Error(err)
				}
				got = request{req.Method, req.RequestURI, req.Header.Get("Content-Type"), string(body)}
			}))
			test.endpoint.Field, test.endpoint.Answer = "login", AnswerStatus
			op := Operation{Name: "X", Host: authing.HostBase, Endpoint: &test.endpoint}
			response := newResponse()
			err := client.Call(op).MakeRequest(t.Context(), &graphql.Request{Variables: test.variables}, response)
			switch {
			case test.err != "":
				if _, ok := errors.AsType[*authing.InputError](err); !ok || err.Error() != test.err {
					t.Errorf("error %v, want %s", err, test.err)
				}
				checkPrinting(t, err)
			case err != nil:
				t.Error(err)
			default:
				if diff := cmp.Diff(map[string]any{"login": true}, *response.Data.(*map[string]any)); diff != "" {
					t.Error(diff)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEndpointAnswers(t *testing.T) {
	tests := map[string]struct {
		answer Answer
		status int
		body   string
		want   map[string]any
		err    string
	}{
		"body":                            {AnswerBody, 200, ` {"code":500,"data":{"a":1}} `, map[string]any{"f": map[string]any{"code": 500.0, "data": map[string]any{"a": 1.0}}}, ""},
		"body a text":                     {AnswerBody, 200, `"yes"`, map[string]any{"f": "yes"}, ""},
		"body no JSON":                    {AnswerBody, 200, `1,"g":2`, nil, "authing: X: base host: the answer is not valid JSON (HTTP 200)"},
		"body empty":                      {AnswerBody, 204, ``, nil, "authing: X: base host: the answer is empty (HTTP 204)"},
		"body, OAuth":                     {AnswerBody, 400, `{"error":"invalid_grant","error_description":"no"}`, nil, "authing: X: no (invalid_grant)"},
		"body, code":                      {AnswerBody, 500, `{"code":500,"message":"no"}`, nil, "authing: X: no (code 500)"},
		"body, code fine":                 {AnswerBody, 500, `{"code":200,"message":"no"}`, nil, "authing: X: base host: HTTP 500 Internal Server Error"},
		"body, HTML":                      {AnswerBody, 502, `<html>`, nil, "authing: X: base host: HTTP 502 Bad Gateway"},
		"data":                            {AnswerData, 200, `{"code":200,"message":"ok","data":{"a":1}}`, map[string]any{"f": map[string]any{"a": 1.0}}, ""},
		"data without code":               {AnswerData, 200, `{"data":[1]}`, map[string]any{"f": []any{1.0}}, ""},
		"data, code null":                 {AnswerData, 200, `{"code":null,"data":1}`, map[string]any{"f": 1.0}, ""},
		"data missing":                    {AnswerData, 200, `{"code":200}`, map[string]any{"f": nil}, ""},
		"data null":                       {AnswerData, 200, `{"data":null}`, map[string]any{"f": nil}, ""},
		"data, nothing":                   {AnswerData, 200, `{}`, nil, "authing: X: base host: the answer holds neither a code nor data (HTTP 200)"},
		"data, null":                      {AnswerData, 200, `null`, nil, "authing: X: base host: the answer holds neither a code nor data (HTTP 200)"},
		"data, something else":            {AnswerData, 200, `{"id":1}`, nil, "authing: X: base host: the answer holds neither a code nor data (HTTP 200)"},
		"message, nothing":                {AnswerMessage, 200, `{}`, nil, "authing: X: base host: the answer holds neither a code nor data (HTTP 200)"},
		"data refused":                    {AnswerData, 200, `{"code":500,"message":"no","data":{"a":1}}`, nil, "authing: X: no (code 500)"},
		"data refused, core":              {AnswerData, 200, `{"statusCode":403,"apiCode":1636,"message":"factor"}`, nil, "authing: X: factor (code 1636)"},
		"data, core fine":                 {AnswerData, 200, `{"statusCode":200,"apiCode":0,"data":1}`, map[string]any{"f": 1.0}, ""},
		"message":                         {AnswerMessage, 200, `{"code":200,"message":"sent","data":1}`, map[string]any{"f": "sent"}, ""},
		"message, none":                   {AnswerMessage, 200, `{"code":200}`, map[string]any{"f": ""}, ""},
		"message no text":                 {AnswerMessage, 200, `{"message":{"a":1}}`, map[string]any{"f": ""}, ""},
		"message, refused":                {AnswerMessage, 200, `{"code":500,"message":"not sent"}`, nil, "authing: X: not sent (code 500)"},
		"message, core":                   {AnswerMessage, 200, `{"statusCode":403,"apiCode":1010001,"message":"over"}`, nil, "authing: X: over (code 1010001)"},
		"data, core, fine all the same":   {AnswerData, 200, `{"statusCode":200,"apiCode":7,"data":1}`, map[string]any{"f": 1.0}, ""},
		"data, core, a code of no status": {AnswerData, 200, `{"apiCode":1636,"message":"factor"}`, nil, "authing: X: factor (code 1636)"},
		"data, core, a strange status":    {AnswerData, 200, `{"statusCode":"x","data":1}`, nil, "authing: X: base host: the answer's code is no number (HTTP 200)"},
		"data, code strange":              {AnswerData, 200, `{"code":"E","data":1}`, nil, "authing: X: base host: the answer's code is no number (HTTP 200)"},
		"data, a list":                    {AnswerData, 200, `[]`, nil, "authing: X: base host: the answer is not a JSON object (HTTP 200)"},
		"status":                          {AnswerStatus, 204, ``, map[string]any{"f": true}, ""},
		"status, anything":                {AnswerStatus, 200, `<html>`, map[string]any{"f": true}, ""},
		"status refused":                  {AnswerStatus, 404, `<html>`, nil, "authing: X: base host: HTTP 404 Not Found"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			client := newPerson(t, through(always(test.status, test.body)))
			op := Operation{Name: "X", Host: authing.HostBase, Endpoint: &Endpoint{Field: "f", Method: "GET", Path: "/", Answer: test.answer}}
			var data map[string]any
			err := client.Call(op).MakeRequest(t.Context(), newRequest(), &graphql.Response{Data: &data})
			if err == nil && test.err != "" || err != nil && err.Error() != test.err {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if diff := cmp.Diff(test.want, data); diff != "" {
				t.Error(diff)
			}
		})
	}
	// An answer that does not fit the field's type.
	client := newPerson(t, through(always(200, `{"data":"`+userToken+`"}`)))
	op := Operation{Name: "X", Host: authing.HostBase, Endpoint: &Endpoint{Field: "login", Method: "GET", Path: "/", Answer: AnswerData}}
	_, err := send(t.Context(), client, op, nil)
	if err == nil || err.Error() != "authing: X: base host: the answer has a string in login where none is due (HTTP 200)" {
		t.Errorf("error %v", err)
	}
}

func TestEndpointCredentials(t *testing.T) {
	var authorization string
	client := newPerson(t, through(transport(func(req *http.Request) (*http.Response, error) {
		authorization = req.Header.Get("Authorization")
		return reply(200, ""), nil
	})))
	op := Operation{Name: "X", Host: authing.HostBase, Endpoint: &Endpoint{Field: "login", Method: "GET", Path: "/", Answer: AnswerStatus}}
	for credential, want := range map[Credential]string{NoCredential: "", SessionCredential: "Bearer " + userToken} {
		op.Credential = credential
		if err := client.Call(op).MakeRequest(t.Context(), newRequest(), newResponse()); err != nil || authorization != want {
			t.Errorf("Authorization %q, error %v", authorization, err)
		}
	}
}

// FuzzBinding fills an endpoint with any text and checks that it stays what it is: one
// segment of the path, one value of the query, one of the body.
func FuzzBinding(f *testing.F) {
	for _, seed := range []string{"13100000042", "..", ".", "", "a/b", "../../x", "%2e%2e", "a?b=c&d", "#", "a b+c", "\x00", "\xff", "ä€😀", "{pool}", `"\`, "//evil.example.com", "http://evil"} {
		f.Add(seed, seed)
	}
	client, err := New("POOL", Settings{Mode: SessionCredential})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, segment, value string) {
		for _, body := range []Body{FormBody, JSONBody} {
			call := client.Call(Operation{Name: "X", Host: authing.HostUser, Endpoint: &Endpoint{
				Field: "f", Method: "POST", Path: "/send/{s}/end?first=1&value={v}&last=2", Body: body,
				Arguments: []Argument{{Name: "s", Variable: "s"}, {Name: "v", Variable: "v"}, {Name: "b", Variable: "v"}},
			}})
			out, err := call.encode(&graphql.Request{Variables: &map[string]string{"s": segment, "v": value}})
			if refused := segment == "" || segment == "." || segment == ".."; refused != (err != nil) {
				t.Fatalf("segment %q: error %v", segment, err)
			}
			if err != nil {
				continue
			}
			// JSON replaces what is no UTF-8.
			segment, value := strings.ToValidUTF8(segment, "\uFFFD"), strings.ToValidUTF8(value, "\uFFFD")
			parsed, err := url.Parse(out.url)
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.Split(parsed.EscapedPath(), "/")
			if len(parts) != 4 || parsed.Host != "users.authing.cn" || parts[1] != "send" || parts[3] != "end" || parsed.Fragment != "" {
				t.Errorf("segment %q: address %s", segment, out.url)
			}
			if got, err := url.PathUnescape(parts[2]); err != nil || !alike(got, segment) {
				t.Errorf("segment %q arrives as %q, %v", segment, got, err)
			}
			query, err := url.ParseQuery(parsed.RawQuery)
			if err != nil || len(query) != 3 || !alike(query.Get("value"), value) {
				t.Errorf("value %q arrives in %q, %v", value, parsed.RawQuery, err)
			}
			if form, err := url.ParseQuery(string(out.body)); body == FormBody && (err != nil || len(form) != 1 || !alike(form.Get("b"), value)) {
				t.Errorf("value %q arrives in %q, %v", value, out.body, err)
			}
		}
	})
}

// alike compares two texts, taking any number of replacement characters for one: JSON
// writes one for each broken byte, package strings one for a run of them.
func alike(a, b string) bool {
	squeeze := func(text string) string {
		for strings.Contains(text, "\uFFFD\uFFFD") {
			text = strings.ReplaceAll(text, "\uFFFD\uFFFD", "\uFFFD")
		}
		return text
	}
	return squeeze(a) == squeeze(b)
}
