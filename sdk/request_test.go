package sdk

import (
	"bytes"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// request is one request, whether a recorded one or one that a client sent, in a form
// in which two can be compared.
type request struct {
	label string // the root field, or the path: what differences are reported under
	// facts holds everything that has to be equal, by name: "to", "authorization",
	// "argument options.nickname", "form client_id". What is not sent is not there; the
	// value of an argument is JSON.
	facts  map[string]string
	result []string             // the paths of the selected fields
	types  map[string]*ast.Type // of the variables that reach arguments, by the argument
}

// differences returns a line for each thing in which the request that was sent differs
// from the recorded one. More results than the recorded ones are no difference.
func differences(recorded, sent request) []string {
	var lines []string
	names := maps.Clone(recorded.facts)
	maps.Copy(names, sent.facts)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		want, recordedHas := recorded.facts[name]
		got, sentHas := sent.facts[name]
		switch {
		case !sentHas:
			lines = append(lines, fmt.Sprintf("%s: %s is recorded as %s, and not sent", recorded.label, name, want))
		case !recordedHas:
			lines = append(lines, fmt.Sprintf("%s: %s is sent as %s, and not recorded", recorded.label, name, got))
		case want != got:
			lines = append(lines, fmt.Sprintf("%s: %s is recorded as %s, and sent as %s", recorded.label, name, want, got))
		}
	}
	var lacking []string
	for _, path := range recorded.result {
		if !hidden(path) && !slices.Contains(sent.result, path) {
			lacking = append(lacking, path)
		}
	}
	if len(lacking) > 0 {
		lines = append(lines, fmt.Sprintf("%s: the result lacks %s", recorded.label, strings.Join(lacking, " ")))
	}
	for _, path := range sent.result {
		if hidden(path) {
			lines = append(lines, fmt.Sprintf("%s: the result has %s, which nobody should ask for", recorded.label, path))
		}
	}
	return lines
}

// stricter returns a line for each thing in which a request is not sure to be understood:
// an argument that is not recorded, a variable of a type that the service may not take
// there, and a field of the result that is not recorded. The service refuses a whole query
// for one of them.
func stricter(recorded, sent request) []string {
	lines := differences(recorded, sent)
	for _, argument := range slices.Sorted(maps.Keys(sent.types)) {
		want, known := recorded.types[argument]
		switch got := sent.types[argument]; {
		case !known:
			lines = append(lines, fmt.Sprintf("%s: the argument %s is not recorded", recorded.label, argument))
		case !got.IsCompatible(want):
			lines = append(lines, fmt.Sprintf("%s: the argument %s is recorded as %s, and declared as %s", recorded.label, argument, want, got))
		}
	}
	for _, path := range sent.result {
		if !slices.Contains(recorded.result, path) {
			lines = append(lines, fmt.Sprintf("%s: the result has %s, which is not recorded", recorded.label, path))
		}
	}
	return lines
}

// sealed reports whether there is an encrypted password in a request.
func (r request) sealed() bool {
	for name := range r.facts {
		if strings.HasSuffix(name, ".sealed") {
			return true
		}
	}
	return false
}

// hidden reports whether a path ends in a field that the old client selects and ours
// never does.
func hidden(path string) bool {
	field := path[strings.LastIndexByte(path, '.')+1:]
	return field == "password" || field == "salt"
}

// flatten adds a JSON value to facts: one for each value in it that is no object or
// list, under the path that leads there. An empty object or list is a value as well.
func flatten(facts map[string]string, name string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, element := range value {
			flatten(facts, name+"."+key, element)
		}
		if len(value) > 0 {
			return
		}
	case []any:
		for i, element := range value {
			flatten(facts, fmt.Sprintf("%s[%d]", name, i), element)
		}
		if len(value) > 0 {
			return
		}
	}
	text, err := json.Marshal(value)
	if err != nil {
		text = fmt.Appendf(nil, "%v (%v)", value, err) // differs from everything recorded
	}
	facts[name] = string(text)
}

// reader makes requests of what a server receives.
type reader struct {
	key *rsa.PrivateKey // opens sealed passwords
}

// ownHeader is how the headers begin that the service has of its own.
const ownHeader = "X-Authing-"

// read reads a request whose path begins with the role of the host it was sent to.
func (r reader) read(received *http.Request) (request, error) {
	role, path, _ := strings.Cut(strings.TrimPrefix(received.URL.EscapedPath(), "/"), "/")
	req := request{label: path, facts: map[string]string{"to": fmt.Sprintf("%s %s /%s", received.Method, role, path)}}
	for _, value := range received.Header.Values("Authorization") {
		req.facts["authorization"] += value
	}
	for name, values := range received.Header {
		if strings.HasPrefix(name, ownHeader) {
			req.facts["header "+name] = strings.Join(values, " and ")
		}
	}
	addForm(req.facts, "query", received.URL.Query())
	body, err := io.ReadAll(received.Body)
	if err != nil {
		return req, err
	}
	contentType := received.Header.Get("Content-Type")
	if contentType == "" && len(body) == 0 {
		return req, nil
	}
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return req, err
	}
	req.facts["content type"] = kind
	switch kind {
	case "application/json":
		if strings.HasSuffix(path, "graphql") || strings.HasSuffix(path, "graphql/v2") {
			return req, r.readGraphQL(&req, body)
		}
		var value any
		err := json.Unmarshal(body, &value)
		flatten(req.facts, "json", r.open(value))
		return req, err
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		addForm(req.facts, "form", form)
		return req, err
	case "multipart/form-data":
		return req, addMultipart(req.facts, multipart.NewReader(bytes.NewReader(body), parameters["boundary"]))
	}
	return req, fmt.Errorf("a body of type %s is unknown here", kind)
}

// addForm adds what a form or a query holds. A name that comes twice keeps both values.
func addForm(facts map[string]string, kind string, form url.Values) {
	for name, values := range form {
		facts[kind+" "+name] = strings.Join(values, " and ")
	}
}

// addMultipart adds the parts of a form, a file with its name.
func addMultipart(facts map[string]string, form *multipart.Reader) error {
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		name := "multipart " + part.FormName()
		if part.FileName() != "" {
			facts[name+".name"] = part.FileName()
			name += ".content"
		}
		facts[name] += string(content)
	}
}

// readGraphQL adds the root field, its arguments and the selected paths.
func (r reader) readGraphQL(req *request, body []byte) error {
	var sent struct {
		Query         string         `json:"query"`
		OperationName string         `json:"operationName"`
		Variables     map[string]any `json:"variables"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // 1 is not "1", and stays an integer
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&sent); err != nil {
		return err
	}
	document, err := parser.ParseQuery(&ast.Source{Input: sent.Query})
	if err != nil {
		return err
	}
	if len(document.Operations) != 1 || document.Operations[0].Name != sent.OperationName {
		return fmt.Errorf("the request has %d operations, and asks for %q", len(document.Operations), sent.OperationName)
	}
	operation := document.Operations[0]
	if len(operation.SelectionSet) != 1 {
		return fmt.Errorf("the operation has %d root fields", len(operation.SelectionSet))
	}
	root, ok := operation.SelectionSet[0].(*ast.Field)
	if !ok {
		return errors.New("the root of the operation is no field")
	}
	req.label = root.Name
	req.facts["field"] = string(operation.Operation) + " " + root.Name
	req.types = make(map[string]*ast.Type)
	values := &evaluation{operation: operation, sent: sent.Variables, unused: maps.Clone(sent.Variables), types: req.types}
	for _, argument := range root.Arguments {
		values.declared(argument.Name, argument.Value)
		if value, set := values.of(argument.Value); set {
			flatten(req.facts, "argument "+argument.Name, r.open(value))
		}
	}
	if req.result, err = values.paths(document, req.facts, "", root.SelectionSet); err != nil {
		return err
	}
	for name, value := range values.unused {
		flatten(req.facts, "unused variable "+name, value)
	}
	return nil
}

// evaluation fills variables in, as the GraphQL specification says.
type evaluation struct {
	operation *ast.OperationDefinition
	sent      map[string]any
	unused    map[string]any       // of those sent
	types     map[string]*ast.Type // of the variables that reach arguments; nil where nobody asks
}

// declared notes the type of the variable that an argument is given, if it is one.
func (e *evaluation) declared(argument string, value *ast.Value) {
	if value.Kind != ast.Variable || e.types == nil {
		return
	}
	if definition := e.operation.VariableDefinitions.ForName(value.Raw); definition != nil {
		e.types[argument] = definition.Type
	}
}

// of returns a value of the query, and whether it is set: a variable that was not sent
// and has no default is not.
func (e *evaluation) of(value *ast.Value) (any, bool) {
	switch value.Kind {
	case ast.Variable:
		return e.variable(value.Raw)
	case ast.ObjectValue:
		object := make(map[string]any)
		for _, field := range value.Children {
			if element, set := e.of(field.Value); set {
				object[field.Name] = element
			}
		}
		return object, true
	case ast.ListValue:
		list := make([]any, 0, len(value.Children))
		for _, child := range value.Children {
			element, _ := e.of(child.Value) // an unset variable is null in a list
			list = append(list, element)
		}
		return list, true
	case ast.IntValue, ast.FloatValue:
		return json.Number(value.Raw), true
	case ast.BooleanValue:
		return value.Raw == "true", true
	case ast.NullValue:
		return nil, true
	}
	return value.Raw, true // a string or an enum's value
}

func (e *evaluation) variable(name string) (any, bool) {
	definition := e.operation.VariableDefinitions.ForName(name)
	if definition == nil {
		return fmt.Sprintf("the variable $%s, which is not declared", name), true
	}
	if value, set := e.sent[name]; set {
		delete(e.unused, name)
		return value, true
	}
	if definition.DefaultValue != nil {
		return e.of(definition.DefaultValue)
	}
	return nil, false
}

// open replaces every sealed password in a value with {"sealed": plain text}.
func (r reader) open(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, element := range value {
			value[key] = r.open(element)
		}
	case []any:
		for i, element := range value {
			value[i] = r.open(element)
		}
	case string:
		ciphertext, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return value
		}
		//lint:ignore SA1019 the service takes no other padding
		plain, err := rsa.DecryptPKCS1v15(nil, r.key, ciphertext)
		if err != nil {
			return value
		}
		return map[string]any{"sealed": string(plain)}
	}
	return value
}

// paths returns the paths of all fields without subfields, fragments filled in, and adds
// the arguments of fields to facts: "argument users.page". What @include leaves out is
// not there.
func (e *evaluation) paths(document *ast.QueryDocument, facts map[string]string, prefix string, selections ast.SelectionSet) ([]string, error) {
	var found []string
	for _, selection := range selections {
		var inner []string
		var err error
		switch selection := selection.(type) {
		case *ast.Field:
			if e.leftOut(selection.Directives) {
				continue
			}
			path := prefix + selection.Name
			for _, argument := range selection.Arguments {
				e.declared(path+"."+argument.Name, argument.Value)
				if value, set := e.of(argument.Value); set {
					flatten(facts, "argument "+path+"."+argument.Name, value)
				}
			}
			if len(selection.SelectionSet) == 0 {
				found = append(found, path)
				continue
			}
			inner, err = e.paths(document, facts, path+".", selection.SelectionSet)
		case *ast.InlineFragment:
			inner, err = e.paths(document, facts, prefix, selection.SelectionSet)
		case *ast.FragmentSpread:
			fragment := document.Fragments.ForName(selection.Name)
			if fragment == nil {
				return nil, fmt.Errorf("the fragment %s is not in the query", selection.Name)
			}
			inner, err = e.paths(document, facts, prefix, fragment.SelectionSet)
		}
		if err != nil {
			return nil, err
		}
		found = append(found, inner...)
	}
	return found, nil
}

// leftOut reports whether @include leaves a field out.
func (e *evaluation) leftOut(directives ast.DirectiveList) bool {
	include := directives.ForName("include")
	if include == nil {
		return false
	}
	value, _ := e.of(include.Arguments.ForName("if").Value)
	return value != true
}
