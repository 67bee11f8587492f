package sdk

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// recording is what the published Node.js client was seen to send, and the cases that it
// does not show: testdata/wire.json of authing-js-sdk 3.22.3 for the classic API,
// testdata/core-wire.json of 4.23.55 for the core API.
type recording struct {
	Results     map[string]string       `json:"results"`     // selections that several requests make, by name
	Exchange    recordedRequest         `json:"exchange"`    // of the pool's secret for the owner token
	PasswordKey recordedRequest         `json:"passwordKey"` // for the key, where none is configured
	LeftOut     map[string]string       `json:"leftOut"`     // recorded calls that ours does not have, with the reason
	Cases       map[string]recordedCase `json:"cases"`       // by the document's name of the method, with what is special
}

// recordedCase is what one call sends.
type recordedCase struct {
	Recorded   string            `json:"recorded"`   // the published client's name of the call, where it has another
	Unrecorded string            `json:"unrecorded"` // why the recording does not have the case; empty where it has
	Requests   []recordedRequest `json:"requests"`
}

// recordedRequest is one request. What it says about Authorization stands in the table
// of methods, because our clients differ there from the recorded one by design.
type recordedRequest struct {
	To           string            `json:"to"` // method, role of the host, path
	Query        map[string]string `json:"query"`
	Field        string            `json:"field"`     // kind of operation and root field
	Arguments    map[string]any    `json:"arguments"` // of the root field; {"sealed": text} is an encrypted password
	Types        map[string]string `json:"types"`     // of the variables that reach arguments
	Result       string            `json:"result"`    // the selection, or "@" and the name of one
	Form         map[string]string `json:"form"`
	JSON         map[string]any    `json:"json"` // of an endpoint outside GraphQL
	Multipart    map[string]any    `json:"multipart"`
	Unauthorized bool              `json:"unauthorized"` // whatever the method sends, this request does not carry it
}

func readRecording(t *testing.T, file string) recording {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	var r recording
	if err := decoder.Decode(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

// request returns a recorded request in the form for comparing, with the Authorization
// that it is to carry.
func (r recording) request(t *testing.T, recorded recordedRequest, authorization string) request {
	t.Helper()
	_, path, _ := strings.Cut(recorded.To, "/")
	req := request{label: path, facts: map[string]string{"to": recorded.To}}
	if authorization != "" && !recorded.Unauthorized {
		req.facts["authorization"] = authorization
	}
	for name, value := range recorded.Query {
		req.facts["query "+name] = value
	}
	switch {
	case recorded.Field != "":
		_, req.label, _ = strings.Cut(recorded.Field, " ")
		req.facts["content type"] = "application/json"
		req.facts["field"] = recorded.Field
		for name, value := range recorded.Arguments {
			flatten(req.facts, "argument "+name, value)
		}
		req.types = argumentTypes(t, recorded.Types)
		req.result = r.result(t, recorded.Result)
	case recorded.Form != nil:
		req.facts["content type"] = "application/x-www-form-urlencoded"
		for name, value := range recorded.Form {
			req.facts["form "+name] = value
		}
	case recorded.JSON != nil:
		req.facts["content type"] = "application/json"
		flatten(req.facts, "json", recorded.JSON)
	case recorded.Multipart != nil:
		req.facts["content type"] = "multipart/form-data"
		addRecordedParts(req.facts, recorded.Multipart)
	}
	return req
}

// argumentTypes returns the types of variables by the arguments that they reach.
func argumentTypes(t *testing.T, recorded map[string]string) map[string]*ast.Type {
	t.Helper()
	found := make(map[string]*ast.Type)
	for argument, text := range recorded {
		document, err := parser.ParseQuery(&ast.Source{Input: "query ($x: " + text + ") { f }"})
		if err != nil {
			t.Fatal(err)
		}
		found[argument] = document.Operations[0].VariableDefinitions[0].Type
	}
	return found
}

// addRecordedParts adds texts as they are, and of a file its name and content.
func addRecordedParts(facts map[string]string, parts map[string]any) {
	for name, part := range parts {
		switch part := part.(type) {
		case string:
			facts["multipart "+name] = part
		case map[string]any:
			for key, text := range part {
				facts["multipart "+name+"."+key], _ = text.(string)
			}
		}
	}
}

// result returns the paths of a recorded selection.
func (r recording) result(t *testing.T, selection string) []string {
	t.Helper()
	if name, ok := strings.CutPrefix(selection, "@"); ok {
		if selection = r.Results[name]; selection == "" {
			t.Fatalf("the recording has no selection %q", name)
		}
	}
	if selection == "" {
		return nil
	}
	document, err := parser.ParseQuery(&ast.Source{Input: "{" + selection + "}"})
	if err != nil {
		t.Fatal(err)
	}
	found, err := (&evaluation{}).paths(document, nil, "", document.Operations[0].SelectionSet)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
