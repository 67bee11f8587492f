package cli

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/explain"
	"github.com/authing-community/authing-go/generator/internal/hint"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

func explainCommand() command {
	return command{
		name:      "explain",
		arguments: []string{"METHOD"},
		summary:   "tell everything about one method of the clients",
		manual: `Tells everything about one method: its names in the documents, the operation and the
text that is sent, host and path, each client's credential and Go signature, what is
filled in and encrypted, the codes that it is refused with, and what builds on it.

METHOD is its Go name, as Login or Users.List, its name in a document, or that of its
operation, whether a client has it as a method or hand-written code sends it. Where
several APIs have one, all are told, unless --api names one. Of a hand-written method,
all requests are told that its code names.`,
		example: "go run ./generator explain Login",
		fine:    "the method is told",
		failed:  "there is no such method, or schema, operations or configuration are wrong",
		prepare: func(flags *flagSet) work {
			e := &explanation{
				config: flags.config(),
				api:    flags.String("api", "", "tell only of the API of this `NAME`"),
				format: flags.choice("format", "print `text or json`", "text", "json"),
			}
			return e.run
		},
	}
}

// explanation is one call of explain.
type explanation struct{ config, api, format *string }

func (e *explanation) run(_ context.Context, out *printer, args []string) error {
	cfg, err := config.Load(*e.config)
	if err != nil {
		return err
	}
	if err := e.checkAPI(cfg); err != nil {
		return err
	}
	apis, err := spec.LoadAll(cfg)
	if err != nil {
		return err
	}
	methods, err := explain.All(cfg, apis)
	if err != nil {
		return err
	}
	if *e.api != "" {
		methods = slices.DeleteFunc(methods, func(m *explain.Method) bool { return m.API != *e.api })
	}
	found, err := explain.Find(methods, args[0])
	if err != nil {
		return err
	}
	if *e.format == "json" {
		return out.json(found)
	}
	for i, m := range found {
		if i > 0 {
			out.printf("")
		}
		printMethod(out, m)
	}
	return nil
}

func (e *explanation) checkAPI(cfg *config.Config) error {
	var names []string
	for _, api := range cfg.APIs {
		names = append(names, api.Name)
	}
	if *e.api == "" || slices.Contains(names, *e.api) {
		return nil
	}
	return wrongUsage("there is no API %q, only %s%s", *e.api, strings.Join(names, ", "), hint.DidYouMean(*e.api, names))
}

// printMethod tells of a method to people.
func printMethod(out *printer, m *explain.Method) {
	section := func(title string) { out.printf("\n%s", out.paint(bold, title)) }
	out.printf("%s\n\n%s", out.paint(bold, m.Name+" ("+m.API+")"), plain(m.Doc))

	if len(m.Documents) > 0 {
		section("Documents")
		for _, d := range m.Documents {
			out.printf("  %s", strings.TrimSuffix(d.Method+", "+d.Title, ", "))
		}
	}
	if !m.Hidden {
		section("Clients")
	}
	for _, c := range m.Clients {
		out.printf("  %s sends %s%s", c.Package, c.Credential, sessionWords(c.Session))
		out.printf("    %s", c.Signature)
		if c.Iterator != "" {
			out.printf("    %s", c.Iterator)
		}
	}
	printParameters(out, section, m)
	if !m.Hidden {
		section("Refusals")
	}
	for _, code := range m.Codes {
		how := "assumed"
		if code.Documented {
			how = "documented"
		}
		out.printf("  %s (%d, %s): %s", code.Name, code.Number, how, plain(code.Meaning))
	}
	if len(m.Codes) == 0 && !m.Hidden {
		out.printf("  no code is known")
	}
	printRelated(out, section, m)
	printRequests(out, section, m)
}

func printParameters(out *printer, section func(string), m *explain.Method) {
	if len(m.Parameters) > 0 {
		section("Parameters")
	}
	for _, p := range m.Parameters {
		required := ""
		if p.Required {
			required = ", required"
		}
		if p.RequiredFor != "" {
			required = ", required where the method sends " + emit.CredentialWords(p.RequiredFor)
		}
		out.printf("  %s %s%s: %s", p.Name, p.Type, required, plain(p.Doc))
	}
	if len(m.Needs) > 0 {
		section("Needed")
	}
	for _, need := range m.Needs {
		out.printf("  %s", need)
	}
	if len(m.Changed) > 0 {
		section("Filled in and changed")
	}
	for _, c := range m.Changed {
		out.printf("  %s: %s", c.Name, c.How)
	}
}

func printRelated(out *printer, section func(string), m *explain.Method) {
	if m.HandWritten != "" {
		section("Written by hand")
		out.printf("  in %s as %s", path.Dir(m.HandWritten)+"/"+strings.TrimSuffix(path.Base(m.HandWritten), path.Ext(m.HandWritten)), strings.TrimPrefix(path.Ext(m.HandWritten), "."))
	}
	if len(m.Composites) > 0 {
		section("Hand-written methods that send the same operation")
		out.printf("  %s", strings.Join(m.Composites, ", "))
	}
	if len(m.Namesakes) > 0 {
		section("Methods of the same name")
		out.printf("  %s", strings.Join(m.Namesakes, ", "))
	}
}

// printRequests tells what is sent: of a hand-written method, all that it may send.
func printRequests(out *printer, section func(string), m *explain.Method) {
	if len(m.Further) == 0 {
		section("Request")
	} else {
		section("Requests that its code names: which of them it sends, it decides")
	}
	printRequest(out, m.Request)
	for _, r := range m.Further {
		out.printf("")
		printRequest(out, r)
	}
}

func printRequest(out *printer, r explain.Request) {
	again := "sent once"
	if r.Repeatable {
		again = "sent again after a failure"
	}
	out.printf("  %s %s at %s, %s", r.Method, r.Path, r.Host, again)
	out.printf("  operation %s, %s", r.Operation, fmt.Sprintf("%s:%d:%d", r.File, r.Line, r.Column))
	if r.Bearer != "" {
		out.printf("  its argument %s is the Authorization", r.Bearer)
	}
	switch r.Body {
	case "":
	case "NONE":
		out.printf("  without a body")
	default:
		out.printf("  the arguments that are not in the path are sent as %s", r.Body)
	}
	if r.Query != "" {
		out.printf("\n%s", r.Query)
	}
}

func sessionWords(session string) string {
	switch spec.Session(session) {
	case spec.Start:
		return " and starts the session"
	case spec.End:
		return " and ends the session"
	}
	return ""
}
