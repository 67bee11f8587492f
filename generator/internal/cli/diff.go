package cli

import (
	"context"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/impact"
)

func diffCommand() command {
	return command{
		name:      "diff",
		arguments: []string{"OLD", "NEW"},
		summary:   "tell what a change of the schema does to the clients",
		manual: `Tells every change between two schemas, classed as breaking, dangerous or safe by the
rules of graphql-inspector, and for each what it does to the SDK: which operations stop
validating and where, and which exported Go names come, go, change, or behave otherwise,
on which client; at the end, the version step that Go's rules ask for.

OLD and NEW are each a file, a folder, or git:REVISION:PATH for what either was in a
revision. A path that the configuration lists stands for its files, and the others that
the API lists come along as they are on disk. A path from elsewhere stands for what the
other side does; where both are from elsewhere, for the whole schema but the table of
codes. A schema as its service tells it does not say which service that is, and knows
nothing of what has @http: write @service on its blocks of root fields, or let fetch
bring the configured schema up to date, and compare that with git:HEAD:PATH.

The API is the one that a side is a part of. Where these are several, as for a folder
above, --api NAME says which one is meant.

Go names are told as if each field that is no longer valid were taken out of its
selection, and each operation that is not valid for another reason were taken out
whole. What belongs to a type that comes or goes is not told again. Before v1.0.0 Go
promises nothing: there, raise the minor version for a major step.

JSON has "api", "old", "new", "summary" (numbers), "version" ("step": major, minor, patch
or none; "because"), "changes", "other", "obstacles" and "fits". A change has "kind",
"class", "coordinate", "message", "before", "after", and "old" and "new" with "file",
"line" and "column"; then "mistakes" ("at", "definition", "message"), "operations"
("name", "at", "methods", "hand_written", "dropped") and "symbols" ("name", "package",
"kind", "became": added, removed, changed or behaves, "before", "after"); and "behave",
operations of hand-written code that are sent otherwise. "other" has the same four, of no
known cause; "obstacles" are mistakes outside of operations; "test_service" has the
symbols of the test service's types that go or change, which no version step counts;
"fits" are operations that fit only the new schema. What does not apply is left out.`,
		example: "go run ./generator diff git:HEAD:schema/classic schema/classic",
		fine:    "the two were compared, and there is no change that --fail-on names",
		failed:  "one of the two could not be read, or there is a change that --fail-on names",
		prepare: func(flags *flagSet) work {
			d := &comparison{
				config: flags.config(),
				api:    flags.String("api", "", "the `NAME` of the API; needed where the sides are parts of several APIs, or both from elsewhere"),
				format: flags.choice("format", "`FORMAT` of the report: text for people, json for programs, markdown for a pull request", "text", "json", "markdown"),
				failOn: flags.choice("fail-on", "exit with 1 for changes of this `CLASS` or worse: breaking or dangerous", "never", "breaking", "dangerous"),
			}
			return d.run
		},
	}
}

// comparison is one call of diff.
type comparison struct {
	config, api, format, failOn *string
}

func (d *comparison) run(ctx context.Context, out *printer, args []string) error {
	cfg, err := config.Load(*d.config)
	if err != nil {
		return err
	}
	api, err := impact.FindAPI(cfg, *d.api, args...)
	if err != nil {
		return wrongUsage("%v", err)
	}
	old, new, err := impact.Sides(ctx, cfg, api, args[0], args[1])
	if err != nil {
		return err
	}
	report, err := impact.Compute(ctx, cfg, api, old, new)
	if err != nil {
		return err
	}
	report.Old, report.New = args[0], args[1]
	if err := d.write(out, report); err != nil {
		return err
	}
	if d.fails(report) {
		return errFound
	}
	return nil
}

func (d *comparison) write(out *printer, report *impact.Report) error {
	switch *d.format {
	case "json":
		return report.WriteJSON(out.stdout)
	case "markdown":
		return report.WriteMarkdown(out.stdout)
	}
	return report.WriteText(out.stdout, func(class diff.Class, text string) string {
		return out.paint(map[diff.Class]colour{diff.Breaking: red, diff.Dangerous: yellow, diff.Safe: green}[class], text)
	})
}

// fails tells whether there is a change that --fail-on names.
func (d *comparison) fails(report *impact.Report) bool {
	s := report.Summary
	switch *d.failOn {
	case "breaking":
		return s.Breaking > 0
	case "dangerous":
		return s.Breaking+s.Dangerous > 0
	}
	return false
}
