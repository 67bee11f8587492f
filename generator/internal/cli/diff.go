package cli

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/impact"
	"github.com/authing-community/authing-go/generator/internal/side"
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
revision. A path that the configuration lists stands for the module as it is on disk, or
as it was in the revision: with all files of the schema, the operations and the
hand-written Go files that the generator reads, by today's configuration. So
git:v1.2.0:schema against schema answers which version comes after v1.2.0.

Any other path is a schema alone, and stands for what the other side does; where both are
from elsewhere, for the whole schema but the table of codes. All else is as it is on
disk then, today's operations among it: with an old schema that is a file from
elsewhere, these stand for both sides. A schema as its service tells it does not say
which service that is, and knows nothing of what has @http: write @service on its blocks
of root fields, or let fetch bring the configured schema up to date, and compare that
with git:HEAD:PATH.

Each API that a side is a part of is reported, in turn; --api NAME narrows that down.

What stops and what starts to fit is told of the operations of NEW. Go names are told as
if each field and each code that is no longer valid were taken out alone, and each
operation that is not valid for another reason were taken out whole. What belongs to a
type that comes or goes is not told again. Where an obstacle keeps the generator from
taking the new schema and operations, such as a scalar without a Go type, or an operation
that was changed and fits neither schema, the version step is unknown until it is out of
the way, unless it is major already. Before v1.0.0 Go promises nothing: there, raise the
minor version for a major step.

JSON has "old", "new", "version" ("step": major, minor, patch, none or unknown; "at_least",
where it is unknown; "because") of all APIs, and "apis". Each of these has "api",
"summary" (numbers), its own "version", "changes", "other", "obstacles" and "fits". A
change has "kind", "class", "coordinate", "type", "field", "argument", "message",
"before", "after", and "old" and "new" with "file", "line" and "column"; then "mistakes"
("at", "definition", "message"), "operations" ("name", "at", "methods", "hand_written",
"dropped"), "symbols" ("name", "package", "kind", "became": added, removed, changed or
behaves, "before", "after") and "behave", operations of hand-written code that are sent
or answered otherwise. "other" has the same four, of no known cause in the schema;
"obstacles" are mistakes outside of operations, and in operations that fit neither
schema; "test_service" has the symbols of the test service's types that go or change,
which no version step counts; "fits" are operations that fit only the new schema. What
does not apply is left out.`,
		example: "go run ./generator diff git:HEAD:schema schema",
		fine:    "the two were compared, and there is nothing that --fail-on names",
		failed:  "one of the two could not be read, or there is something that --fail-on names",
		prepare: func(flags *flagSet) work {
			d := &comparison{
				config: flags.config(),
				api:    flags.String("api", "", "the `NAME` of the one API to report on; needed where both sides are from elsewhere"),
				format: flags.choice("format", "`FORMAT` of the report: text for people, json for programs, markdown for a pull request", "text", "json", "markdown"),
				limit:  flags.Int("limit", 0, "print markdown of at most `N` characters, safe changes left out first; a pull request on GitHub takes 65536"),
				failOn: flags.choice("fail-on", "exit with 1 for changes of this `CLASS` or worse, breaking or dangerous, and for obstacles", "never", "breaking", "dangerous"),
			}
			return d.run
		},
	}
}

// comparison is one call of diff.
type comparison struct {
	config, api, format, failOn *string
	limit                       *int
}

func (d *comparison) run(ctx context.Context, out *printer, args []string) (err error) {
	cfg, err := config.Load(*d.config)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "sides")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	reports, err := compare(ctx, cfg, *d.api, folder, args[0], args[1])
	if err != nil {
		return err
	}
	if err := d.write(out, reports); err != nil {
		return err
	}
	if slices.ContainsFunc(reports.APIs, d.fails) {
		return errFound
	}
	return nil
}

// compare compares two sides; what it writes goes into a folder.
func compare(ctx context.Context, cfg *config.Config, asked, folder, old, new string) (*impact.Reports, error) {
	for _, name := range []string{old, new} {
		if err := side.Exists(ctx, name); err != nil {
			return nil, err
		}
	}
	apis, err := impact.FindAPIs(cfg, asked, old, new)
	if err != nil {
		return nil, wrongUsage("%v", err)
	}
	before, after, err := impact.Sides(ctx, cfg, apis, folder, old, new)
	if err != nil {
		return nil, err
	}
	return impact.Compute(ctx, cfg, apis, before, after)
}

func (d *comparison) write(out *printer, reports *impact.Reports) error {
	switch *d.format {
	case "json":
		return reports.WriteJSON(out.stdout)
	case "markdown":
		return reports.WriteMarkdown(out.stdout, *d.limit)
	}
	return reports.WriteText(out.stdout, func(class diff.Class, text string) string {
		return out.paint(map[diff.Class]colour{diff.Breaking: red, diff.Dangerous: yellow, diff.Safe: green}[class], text)
	})
}

// fails tells whether there is something that --fail-on names.
func (d *comparison) fails(report *impact.Report) bool {
	s := report.Summary
	switch *d.failOn {
	case "breaking":
		return s.Breaking+len(report.Obstacles) > 0
	case "dangerous":
		return s.Breaking+s.Dangerous+len(report.Obstacles) > 0
	}
	return false
}
