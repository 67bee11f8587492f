package cli

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/lint"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

func lintCommand() command {
	return command{
		name:    "lint",
		summary: "find what is allowed in schema and operations, and better otherwise",
		manual: `Finds problems, which should be mended:
  deprecated    an operation uses a deprecated field or argument, or an input with one
  undocumented  the function of a hand-written method has no doc comment of its own
  path          an endpoint's path has a place where a value breaks it
  lacking       a hand-written package does not declare what generated code takes from it
  default       a default value of the schema does not fit its type
and notes, which tell what there is to gain:
  unkept        a field of a result that no model has, or that is asked for in vain
  unneeded      a group, value or scalar of the configuration that nothing asks for
What generate refuses, lint refuses as well.

Last comes how many of a service's root fields, and of the fields below them, some
operation uses; --verbose lists those that none does.`,
		example: "go run ./generator lint --verbose",
		fine:    "there is no problem; there may be notes",
		failed:  "there are problems, or schema, operations or configuration are wrong",
		prepare: func(flags *flagSet) work {
			l := &linting{
				config:  flags.config(),
				format:  flags.choice("format", "print `text or json`; JSON always has everything", "text", "json"),
				verbose: flags.Bool("verbose", false, "list the fields that no operation uses"),
			}
			return l.run
		},
	}
}

// linting is one call of lint.
type linting struct {
	config, format *string
	verbose        *bool
}

func (l *linting) run(_ context.Context, out *printer, _ []string) error {
	cfg, err := config.Load(*l.config)
	if err != nil {
		return err
	}
	apis, err := spec.LoadAll(cfg)
	if err != nil {
		return err
	}
	files, err := emit.All(cfg, apis) // which finds what does not fit hand-written code
	if err != nil {
		return err
	}
	report, err := lint.Check(cfg, apis, files)
	if err != nil {
		return err
	}
	if *l.format == "json" {
		err = out.json(report)
	} else {
		l.print(out, report)
	}
	if err == nil && report.Problems() > 0 {
		return errFound
	}
	return err
}

// print tells the report to people.
func (l *linting) print(out *printer, report *lint.Report) {
	for _, f := range report.Findings {
		colour := red
		if f.Severity == lint.Note {
			colour = yellow
		}
		place := fmt.Sprintf("%s:%d:%d:", f.File, f.Line, f.Column)
		out.printf("%s %s: %s [%s]", out.paint(bold, place), out.paint(colour, string(f.Severity)), plain(f.Message), f.Rule)
	}
	for _, c := range report.Coverage {
		if !*l.verbose {
			break
		}
		for _, unused := range c.Unused {
			place := fmt.Sprintf("%s:%d:%d:", unused.File, unused.Line, unused.Column)
			out.printf("%s unused: no operation uses %s of %s", out.paint(bold, place), unused.Name, c.Service)
		}
	}
	for _, c := range report.Coverage {
		out.printf("%s, %s: %s root fields are used, and %s fields below", c.API, c.Service, share(c.Roots), share(c.Others))
	}
	problems := report.Problems()
	out.printf("problems: %d, notes: %d", problems, len(report.Findings)-problems)
}

// share tells a count as 9 of 12 (75%).
func share(c lint.Count) string {
	if c.All == 0 {
		return "0 of 0"
	}
	return fmt.Sprintf("%d of %d (%d%%)", c.Used, c.All, 100*c.Used/c.All)
}

// json prints a result for programs.
func (p *printer) json(value any) error {
	encoder := json.NewEncoder(p.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
