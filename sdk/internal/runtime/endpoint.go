package runtime

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// encodeEndpoint returns the request of an operation that is bound to an HTTP endpoint.
func (c *Call) encodeEndpoint(prefix string, variables any) (*outgoing, error) {
	b := binding{call: c, endpoint: c.op.Endpoint, placed: make([]bool, len(c.op.Endpoint.Arguments))}
	if err := b.read(variables); err != nil {
		return nil, err
	}
	path, query, hasQuery := strings.Cut(b.endpoint.Path, "?")
	path, err := b.path(path)
	if err != nil {
		return nil, err
	}
	if hasQuery {
		if query, err = b.query(query); err != nil {
			return nil, err
		}
		if query != "" {
			path += "?" + query
		}
	}
	if err := b.bearer(); err != nil {
		return nil, err
	}
	out := &outgoing{method: b.endpoint.Method, url: prefix + path}
	if err := b.body(out); err != nil {
		return nil, err
	}
	return out, nil
}

// binding puts the arguments of one call where the endpoint wants them.
type binding struct {
	call      *Call
	endpoint  *Endpoint
	variables map[string]json.RawMessage
	placed    []bool // by argument: whether path or query has it
}

// read takes the variables from genqlient: a pointer to a struct with JSON tags, or nil.
func (b *binding) read(variables any) error {
	if variables == nil {
		return nil
	}
	text, err := json.Marshal(variables)
	if err != nil || json.Unmarshal(text, &b.variables) != nil {
		return b.call.Invalid("", "has a parameter that JSON cannot say")
	}
	return nil
}

// value returns the JSON of an argument: its variable, else its constant or default.
// It is empty where the argument is unset.
func (b *binding) value(argument *Argument) json.RawMessage {
	if argument.Variable != "" {
		if value := b.variables[argument.Variable]; given(value) {
			return value
		}
	}
	if value := json.RawMessage(argument.Value); given(value) {
		return value
	}
	return nil
}

// text returns the value of an argument as it stands in a path, query or form; false
// where it is unset.
func (b *binding) text(argument *Argument) (string, bool, error) {
	value := b.value(argument)
	if value == nil {
		return "", false, nil
	}
	switch value[0] {
	case '[', '{':
		return "", false, b.call.Invalid(argument.Name, "has to be a text, a number or a boolean")
	case '"':
		text, _ := readText(value)
		return text, true, nil
	}
	return string(value), true, nil
}

// named returns the argument that stands in the path or query as {name}.
func (b *binding) named(name string) (*Argument, error) {
	for i := range b.endpoint.Arguments {
		if argument := &b.endpoint.Arguments[i]; argument.Name == name {
			b.placed[i] = true
			return argument, nil
		}
	}
	return nil, b.call.Invalid(name, "is in the endpoint's path and no argument")
}

// bearer makes the argument that is a token what the call is sent with.
func (b *binding) bearer() error {
	if b.endpoint.Bearer == "" {
		return nil
	}
	argument, err := b.named(b.endpoint.Bearer)
	if err != nil {
		return err
	}
	token, _, err := b.text(argument)
	switch {
	case err != nil:
		return err
	case token == "":
		return b.call.Missing(argument.Name)
	case blank(token):
		return b.call.Invalid(argument.Name, unsendable)
	}
	b.call.bearer = newBearer(authing.Secret(token))
	return nil
}

// path fills the path. A value that is empty, "." or ".." would make it another path.
func (b *binding) path(template string) (string, error) {
	var path strings.Builder
	for {
		literal, rest, found := strings.Cut(template, "{")
		path.WriteString(literal)
		if !found {
			return path.String(), nil
		}
		name, tail, _ := strings.Cut(rest, "}")
		template = tail
		argument, err := b.named(name)
		if err != nil {
			return "", err
		}
		switch text, set, err := b.text(argument); {
		case err != nil:
			return "", err
		case !set || text == "":
			return "", b.call.Missing(name)
		case text == "." || text == "..":
			return "", b.call.Invalid(name, "must not be a dot or two")
		default:
			path.WriteString(url.PathEscape(text))
		}
	}
}

// query fills the query and leaves out the pairs whose argument is unset. An argument that
// stands there without a key is an object of texts: each of its members is a pair.
func (b *binding) query(template string) (string, error) {
	var query strings.Builder
	for pair := range strings.SplitSeq(template, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if name, free := strings.CutPrefix(key, "{"); free {
			pairs, err := b.pairs(strings.TrimSuffix(name, "}"), template)
			if err != nil {
				return "", err
			}
			if pairs != "" {
				separate(&query, '&')
				query.WriteString(pairs)
			}
			continue
		}
		if name, variable := strings.CutPrefix(value, "{"); variable {
			argument, err := b.named(strings.TrimSuffix(name, "}"))
			if err != nil {
				return "", err
			}
			text, set, err := b.text(argument)
			if err != nil {
				return "", err
			}
			if !set {
				continue
			}
			pair = key + "=" + url.QueryEscape(text)
		}
		separate(&query, '&')
		query.WriteString(pair)
	}
	return query.String(), nil
}

// pairs returns the members of an argument as pairs of the query, sorted by key. A key that
// the template has itself is refused.
func (b *binding) pairs(name, template string) (string, error) {
	argument, err := b.named(name)
	if err != nil {
		return "", err
	}
	value := b.value(argument)
	if value == nil {
		return "", nil
	}
	var members map[string]string
	if json.Unmarshal(value, &members) != nil {
		return "", b.call.Invalid(name, "has to be texts by name")
	}
	pairs := make(url.Values, len(members))
	for key, text := range members {
		if strings.HasPrefix(template, key+"=") || strings.Contains(template, "&"+key+"=") {
			return "", b.call.Invalid(name, "must not have the name "+key+", which the request uses itself")
		}
		pairs.Set(key, text)
	}
	return pairs.Encode(), nil
}

// body puts the arguments that are not in the path or query into the body.
func (b *binding) body(out *outgoing) error {
	var err error
	switch b.endpoint.Body {
	case JSONBody:
		out.contentType = jsonType
		out.body, err = b.json()
	case FormBody:
		out.contentType = "application/x-www-form-urlencoded"
		out.body, err = b.form()
	default:
		for i := range b.endpoint.Arguments {
			if argument := &b.endpoint.Arguments[i]; !b.placed[i] && b.value(argument) != nil {
				return b.call.Invalid(argument.Name, "has no place in the endpoint's path")
			}
		}
	}
	return err
}

// json returns the arguments as a JSON object.
func (b *binding) json() ([]byte, error) {
	object := make(map[string]json.RawMessage, len(b.endpoint.Arguments))
	for i := range b.endpoint.Arguments {
		argument := &b.endpoint.Arguments[i]
		if value := b.value(argument); !b.placed[i] && value != nil {
			object[argument.Name] = value
		}
	}
	text, err := json.Marshal(object)
	if err != nil {
		return nil, b.call.Invalid("", "has a parameter that JSON cannot say")
	}
	return text, nil
}

// form returns the arguments as a form.
func (b *binding) form() ([]byte, error) {
	form := make(url.Values, len(b.endpoint.Arguments))
	for i := range b.endpoint.Arguments {
		argument := &b.endpoint.Arguments[i]
		if b.placed[i] {
			continue
		}
		text, set, err := b.text(argument)
		if err != nil {
			return nil, err
		}
		if set {
			form.Set(argument.Name, text)
		}
	}
	return []byte(form.Encode()), nil
}

// separate writes a separator between two elements of a text.
func separate(text *strings.Builder, separator byte) {
	if text.Len() > 0 {
		text.WriteByte(separator)
	}
}

// readEndpoint decodes the answer of an endpoint into data, under the name of the field
// that it is the value of.
func (c *Call) readEndpoint(status int, body []byte, data any) error {
	if failed(status) {
		return c.readFailure(status, body)
	}
	if err := c.bounded(body); err != nil {
		return err
	}
	value := json.RawMessage("true")
	switch c.op.Endpoint.Answer {
	case AnswerBody:
		if !json.Valid(body) {
			return c.unreadable(body, nil)
		}
		if !given(bytes.TrimSpace(body)) {
			return c.unusable("the answer is null" + c.ofStatus())
		}
		value = body
	case AnswerData, AnswerMessage:
		var answer outcome
		if err := json.Unmarshal(body, &answer); err != nil {
			return c.unreadable(body, err)
		}
		if answer.empty() {
			return c.unusable("the answer holds neither a code nor data" + c.ofStatus())
		}
		if err := c.readOutcome(&answer); err != nil {
			return err
		}
		if answer.strange() {
			return c.unusable("the answer's code is no number" + c.ofStatus())
		}
		if value = answer.value(c.op.Endpoint.Answer); value == nil {
			value = json.RawMessage("null")
		}
	}
	text := bytes.Join([][]byte{[]byte(`{"`), []byte(c.op.Endpoint.Field), []byte(`":`), value, []byte(`}`)}, nil)
	if err := json.Unmarshal(text, data); err != nil {
		return c.unreadable(body, err)
	}
	return nil
}
