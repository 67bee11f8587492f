package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// envelope is what GraphQL answers. Data is decoded straight into genqlient's response;
// the errors wait, because their shape is not the one that GraphQL asks for.
type envelope struct {
	Data   any             `json:"data"`
	Errors json.RawMessage `json:"errors"`
}

// readGraphQL decodes an answer of GraphQL into data, or says why it cannot.
func (c *Call) readGraphQL(status int, body []byte, data any) error {
	if failed(status) {
		return c.readFailure(status, body)
	}
	if err := c.bounded(body); err != nil {
		return err
	}
	answer := envelope{Data: data}
	err := json.Unmarshal(body, &answer)
	if mismatch, wrongType := errors.AsType[*json.UnmarshalTypeError](err); err != nil && (!wrongType || mismatch.Field == "") {
		// No JSON at all, or JSON that is no object.
		return c.unreadable(body, err)
	}
	if refusal := c.readErrors(answer.Errors); refusal != nil {
		return refusal
	}
	if err != nil {
		return c.unreadable(body, err)
	}
	if answer.Data == nil || !bytes.Contains(body, []byte(`"data"`)) {
		// The data are null, or there are none: a gateway in front of the service may refuse in its own words.
		return c.readFailure(status, body)
	}
	return nil
}

// bytesForObject is how many bytes of the limit of an answer stand for one JSON object in
// it. In memory an object may take a hundred times what it takes in the answer, where it
// is no more than "{}"; a page of 1,000 users with all that belongs to them has 40,000.
const bytesForObject = 64

// bounded refuses an answer with more objects than its limit allows.
func (c *Call) bounded(body []byte) error {
	if most := c.client.core.limit / bytesForObject; int64(bytes.Count(body, []byte("{"))) > most {
		return c.broken(&sizeError{limit: most, of: "objects"})
	}
	return nil
}

// failed reports whether an HTTP status says that the request did not succeed.
func failed(status int) bool { return status < 200 || status > 299 }

// unreadable is the error for a body that could not be decoded. The decoder's own text
// is left out: it quotes values.
func (c *Call) unreadable(body []byte, err error) error {
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if mismatch.Field == "" {
			return c.unusable("the answer is not a JSON object" + c.ofStatus())
		}
		kind, _, _ := strings.Cut(mismatch.Value, " ")
		article := "a "
		if kind == "array" || kind == "object" {
			article = "an "
		}
		return c.unusable("the answer has " + article + kind + " in " + clip(mismatch.Field) + " where none is due" + c.ofStatus())
	}
	switch trimmed := bytes.TrimSpace(body); {
	case len(trimmed) == 0:
		return c.unusable("the answer is empty" + c.ofStatus())
	case trimmed[0] == '<':
		return c.unusable("the answer is HTML, not JSON" + c.ofStatus())
	}
	return c.unusable("the answer is not valid JSON" + c.ofStatus())
}

// ofStatus names the answer's HTTP status, for the end of an error's text.
func (c *Call) ofStatus() string { return " (HTTP " + strconv.Itoa(c.status) + ")" }

// refusal is everything that a refusal outside GraphQL's data may consist of: the errors
// of GraphQL, OAuth's error, or the code and message of the HTTP endpoints.
type refusal struct {
	Errors      json.RawMessage `json:"errors"`
	Error       json.RawMessage `json:"error"`
	Description json.RawMessage `json:"error_description"`
	outcome
}

// outcome is what the HTTP endpoints answer. Some deployments of the core API write
// statusCode and apiCode for code.
type outcome struct {
	Code       json.RawMessage `json:"code"`
	StatusCode json.RawMessage `json:"statusCode"`
	APICode    json.RawMessage `json:"apiCode"`
	Message    json.RawMessage `json:"message"`
	Data       json.RawMessage `json:"data"`
}

// readFailure reads the error out of an answer that is no success, whatever its shape.
func (c *Call) readFailure(status int, body []byte) error {
	var answer refusal
	if json.Unmarshal(body, &answer) == nil {
		if err := c.readErrors(answer.Errors); err != nil {
			return err
		}
		if code, ok := readText(answer.Error); ok && code != "" && failed(status) {
			description, _ := readText(answer.Description)
			return &authing.OAuthError{
				Code:        authing.OAuthCode(clip(c.concealed(code))),
				Description: clip(c.concealed(description)),
				Operation:   c.op.Name,
				HTTPStatus:  status,
			}
		}
		if err := c.readOutcome(&answer.outcome); err != nil {
			return err
		}
	}
	if failed(status) {
		return c.broken(statusError(status))
	}
	return c.unusable("the answer holds neither data nor errors" + c.ofStatus())
}

// code returns the business code; false where there is none that is a number. A
// statusCode of 200 is fine, and with another one the apiCode is the business code, where
// it is one.
func (o *outcome) code() (authing.Code, bool) {
	if code, ok := readCode(o.Code); ok {
		return code, true
	}
	status, ok := readCode(o.StatusCode)
	if code, precise := readCode(o.APICode); precise && code != 0 && status != http.StatusOK {
		return code, true
	}
	return status, ok
}

// value returns what of the answer is the value; nil for nothing.
func (o *outcome) value(kind Answer) json.RawMessage {
	if kind == AnswerData {
		return o.Data
	}
	if _, ok := readText(o.Message); ok {
		return o.Message
	}
	return json.RawMessage(`""`)
}

// empty reports whether the answer has nothing of an outcome: it is "{}", "null", or
// nothing that the service would say.
func (o *outcome) empty() bool {
	return len(o.Code)+len(o.StatusCode)+len(o.APICode)+len(o.Message)+len(o.Data) == 0
}

// strange reports whether there is a code, and it is no number.
func (o *outcome) strange() bool {
	_, ok := o.code()
	return !ok && (given(o.Code) || given(o.StatusCode))
}

// readOutcome returns the refusal that a code other than 200 is, or nil.
func (c *Call) readOutcome(answer *outcome) error {
	code, given := answer.code()
	if !given || code == http.StatusOK {
		return nil
	}
	message, _ := readText(answer.Message)
	return c.refused(code, message, kept(answer.Data))
}

// mostErrors bounds how many errors of one answer are kept.
const mostErrors = 10

// readErrors returns what the errors of a GraphQL answer say: the first, and together
// with it those that say something else. It returns nil where there are none.
func (c *Call) readErrors(list json.RawMessage) error {
	if !given(list) {
		return nil
	}
	elements := firstElements(list)
	if len(elements) == 0 {
		return nil
	}
	var found []*authing.Error
	for _, element := range elements {
		next := c.readError(element)
		if !slices.ContainsFunc(found, func(e *authing.Error) bool { return e.Code == next.Code && e.Message == next.Message }) {
			found = append(found, next)
		}
	}
	if len(found) == 1 {
		return continued(found[0])
	}
	joined := make([]error, len(found))
	for i, e := range found {
		joined[i] = continued(e)
	}
	// Package fmt would print what is inside errors.Join's own, secrets and all, for some verbs.
	return &concealed{text: errors.Join(joined...).Error(), causes: joined}
}

// firstElements returns the elements of a JSON list, as many as count, or what is no list
// as the only one. The rest is not even decoded: there may be millions.
func firstElements(list json.RawMessage) []json.RawMessage {
	if list[0] != '[' {
		return []json.RawMessage{list}
	}
	decoder := json.NewDecoder(bytes.NewReader(list))
	if _, err := decoder.Token(); err != nil {
		return nil
	}
	var elements []json.RawMessage
	for len(elements) < mostErrors && decoder.More() {
		var element json.RawMessage
		if err := decoder.Decode(&element); err != nil {
			return elements
		}
		elements = append(elements, element)
	}
	return elements
}

// readError reads one error of GraphQL. Its message is a text where the service refused
// to run the query; where a rule was broken it is an object, or the JSON of one in a text.
func (c *Call) readError(element json.RawMessage) *authing.Error {
	result := &authing.Error{Operation: c.op.Name, HTTPStatus: c.status}
	var wrapper struct {
		Message json.RawMessage `json:"message"`
	}
	message := element
	if json.Unmarshal(element, &wrapper) == nil {
		message = wrapper.Message
	}
	text, isText := readText(message)
	if isText {
		if !strings.HasPrefix(text, "{") || !json.Valid([]byte(text)) {
			result.Message = clip(c.concealed(withoutValues(text)))
			return result
		}
		message = json.RawMessage(text)
	}
	var rule outcome
	if err := json.Unmarshal(message, &rule); err != nil || len(message) == 0 {
		result.Message = "an error without a message"
		return result
	}
	result.Code, _ = rule.code()
	result.Message, _ = readText(rule.Message)
	result.Message = clip(c.concealed(result.Message))
	result.Data = kept(rule.Data)
	return result
}

// withoutValues cuts the values that were sent out of a message about arguments: the
// engines of GraphQL quote them, and they may be passwords or codes.
func withoutValues(message string) string {
	for _, before := range [...]string{"got invalid value", ", found", "could not unmarshal"} {
		if head, _, cut := strings.Cut(message, before); cut {
			return head + before + " [redacted]"
		}
	}
	return message
}

// given reports whether there is a JSON value other than null.
func given(value json.RawMessage) bool { return len(value) > 0 && string(value) != "null" }

// kept returns the data of an error, or nil where there is none.
func kept(data json.RawMessage) authing.Raw {
	if !given(data) {
		return nil
	}
	return authing.Raw(data)
}

// readText reads a JSON string; false for anything else.
func readText(value json.RawMessage) (string, bool) {
	if len(value) == 0 || value[0] != '"' {
		return "", false
	}
	var text string
	if json.Unmarshal(value, &text) != nil {
		return "", false
	}
	return text, true
}

// readCode reads a code, which is a number or, now and then, a number in a string;
// false for anything else.
func readCode(value json.RawMessage) (authing.Code, bool) {
	text := string(value)
	if inner, ok := readText(value); ok {
		text = inner
	}
	number, err := strconv.ParseFloat(text, 64) // JavaScript has one kind of numbers: 2333.0 is one
	if err != nil || number != math.Trunc(number) || math.Abs(number) > math.MaxInt32 {
		return 0, false
	}
	return authing.Code(number), true
}
