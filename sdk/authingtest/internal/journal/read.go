package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// Limit is how much of a request's body, and of an answer's, it takes to read
// them, in bytes. What is longer is told by its length.
const Limit = 64 << 10

// maxDetail is the longest query that is kept, and the longest variables, in
// bytes.
const maxDetail = 16 << 10

// maxField is the longest name, path or message that is kept, in bytes.
const maxField = 500

// maxQueryTokens bounds the work that a query makes.
const maxQueryTokens = 10_000

// Exchange is a request with its answer, as they went over the wire.
type Exchange struct {
	Request      *http.Request
	RequestBody  []byte
	RequestSize  int64 // may be more than the body that was kept
	ResponseBody []byte
	ResponseSize int64
}

// Describe fills in what an exchange tells about itself, without secrets.
func (e *Entry) Describe(x Exchange) {
	var r redactor
	e.Method = x.Request.Method
	e.Details = e.readRequest(&r, x)
	e.Path = cut(r.message(x.Request.URL.Path), maxField)
	e.readAnswer(x)
	e.Code, e.Message = cut(r.message(e.Code), maxField), cut(r.message(e.Message), maxField)
}

// graphqlRequest is GraphQL over HTTP.
type graphqlRequest struct {
	Query         string
	OperationName string
	Variables     any
}

func (e *Entry) readRequest(r *redactor, x Exchange) Details {
	parameters := x.Request.URL.Query()
	if x.RequestSize > int64(len(x.RequestBody)) {
		return Details{Variables: fmt.Sprintf("a body of %d bytes, which is too long to show", x.RequestSize)}
	}
	var request graphqlRequest
	graphql := strings.HasPrefix(x.Request.URL.Path, "/graphql")
	if graphql && decode(x.RequestBody, &request) == nil {
		r.look(e.readQuery(request))
		details := Details{Variables: shownJSON(r.variables(request.Variables))}
		details.Query = cut(strings.TrimSpace(r.query(request.Query)), maxDetail)
		return details
	}
	contentType, _, _ := mime.ParseMediaType(x.Request.Header.Get("Content-Type"))
	switch {
	case len(x.RequestBody) == 0:
	case contentType == "application/x-www-form-urlencoded":
		form, _ := url.ParseQuery(string(x.RequestBody)) // what can be read of it
		maps.Copy(form, parameters)
		parameters = form
	case contentType == "application/json":
		var body any
		if decode(x.RequestBody, &body) == nil {
			return Details{Variables: shownJSON(r.values(body, graphql))}
		}
		fallthrough
	default:
		return Details{Variables: fmt.Sprintf("a body of %d bytes, of the type %q", x.RequestSize, contentType)}
	}
	if len(parameters) == 0 {
		return Details{}
	}
	if strings.HasPrefix(x.Request.URL.Path, "/oidc/") {
		r.codes(parameters)
	}
	return Details{Variables: shownJSON(r.form(parameters))}
}

// readQuery notes which operation a request asks for, and gives its query;
// nil where the text is none.
func (e *Entry) readQuery(request graphqlRequest) *ast.QueryDocument {
	document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: request.Query}, maxQueryTokens)
	if err != nil {
		return nil
	}
	operation := document.Operations.ForName(request.OperationName)
	if operation == nil {
		return document
	}
	var fields []string
	for _, selection := range operation.SelectionSet {
		if field, ok := selection.(*ast.Field); ok {
			fields = append(fields, field.Name)
		}
	}
	e.Operation, e.Field = cut(operation.Name, maxField), cut(strings.Join(fields, ", "), maxField)
	return document
}

// readAnswer notes how the service answered. Its answers have four forms: of
// GraphQL, with errors or with the outcome in the root field; of OAuth; and of
// the other endpoints.
func (e *Entry) readAnswer(x Exchange) {
	var answer struct {
		Code             json.RawMessage
		Message          string
		Error            string
		ErrorDescription string `json:"error_description"`
		Data             json.RawMessage
		Errors           []struct{ Message json.RawMessage }
	}
	if x.ResponseSize > int64(len(x.ResponseBody)) || json.Unmarshal(x.ResponseBody, &answer) != nil {
		return
	}
	switch {
	case len(answer.Errors) > 0:
		e.readRefusal(answer.Errors[0].Message)
	case answer.Error != "":
		e.Code, e.Message = answer.Error, answer.ErrorDescription
	case answer.Code != nil:
		e.note(string(answer.Code), answer.Message)
	default:
		e.readOutcome(answer.Data)
	}
}

// outcome is what an answer says about itself.
type outcome struct {
	Code    json.Number
	Message string
}

// readRefusal reads the message of a GraphQL error: an object for a broken
// business rule, else text.
func (e *Entry) readRefusal(message json.RawMessage) {
	var refused outcome
	if json.Unmarshal(message, &refused) == nil {
		e.note(refused.Code.String(), refused.Message)
		return
	}
	e.Code = "refused"
	_ = json.Unmarshal(message, &e.Message) // one that is no text either stays unread
}

// readOutcome reads the code in the root fields of an answer that has one there.
func (e *Entry) readOutcome(data json.RawMessage) {
	var roots map[string]json.RawMessage
	if json.Unmarshal(data, &roots) != nil {
		return
	}
	for _, root := range roots {
		var told outcome
		if json.Unmarshal(root, &told) == nil && told.Code != "" {
			e.note(told.Code.String(), told.Message)
		}
	}
}

// note notes a refusal. Code 200 is none.
func (e *Entry) note(code, message string) {
	if code != "200" {
		e.Code, e.Message = code, message
	}
}

// decode reads JSON and keeps its numbers as they are written.
func decode(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return decoder.Decode(into)
}

// shownJSON writes a value for a person to read.
func shownJSON(value any) string {
	if value == nil {
		return ""
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return "" // what was read from JSON can be written as JSON
	}
	return cut(strings.TrimSpace(text.String()), maxDetail)
}

// cut shortens a text to so many bytes, and leaves its characters whole.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}
