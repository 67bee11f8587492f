package lint

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// Report is all that there is to say of a project.
type Report struct {
	Findings []Finding  `json:"findings"`
	Coverage []Coverage `json:"coverage"`
}

// Finding is one thing that is better otherwise, at its place.
type Finding struct {
	Rule     Rule     `json:"rule"`
	Severity Severity `json:"severity"`
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	// Name is what it is about: a Type.field of the schema, or a Go function.
	Name    string `json:"name"`
	Message string `json:"message"`
}

// Severity says whether something should be mended.
type Severity string

// A Problem should be mended, a Note is good to know.
const (
	Problem Severity = "problem"
	Note    Severity = "note"
)

// Rule is what a finding goes against.
type Rule string

// The rules.
const (
	// Deprecated is an operation that uses what the schema deprecates.
	Deprecated Rule = "deprecated"
	// Undocumented is a method without a doc comment.
	Undocumented Rule = "undocumented"
	// Path is an endpoint whose path a value can break.
	Path Rule = "path"
	// Lacking is a hand-written package without what generated code takes from it.
	Lacking Rule = "lacking"
	// Default is a default value of the schema that does not fit its type.
	Default Rule = "default"
	// Unkept is a field of a result that no model has.
	Unkept Rule = "unkept"
	// Unneeded is a group, a value or a scalar of the configuration that nothing asks for.
	Unneeded Rule = "unneeded"
)

// severity is the same for all that goes against a rule.
func (r Rule) severity() Severity {
	if r == Unkept || r == Unneeded {
		return Note
	}
	return Problem
}

// Problems counts the findings that should be mended.
func (r *Report) Problems() int {
	count := 0
	for _, f := range r.Findings {
		if f.Severity == Problem {
			count++
		}
	}
	return count
}

// Check looks at every API, and at the files that are made of them. APIs may share
// files: what is found twice is told once.
func Check(cfg *config.Config, apis []*spec.API, files []emit.File) (*Report, error) {
	lacking, err := checkLacking(cfg, apis, files)
	if err != nil {
		return nil, err
	}
	report := &Report{Findings: append([]Finding{}, lacking...), Coverage: []Coverage{}}
	for _, api := range apis {
		undocumented, err := checkDocs(cfg, api)
		if err != nil {
			return nil, err
		}
		report.Findings = slices.Concat(report.Findings, checkDeprecated(api), undocumented, checkPaths(api), checkDefaults(api), checkKept(api), checkUnneeded(cfg, api))
		report.Coverage = append(report.Coverage, coverage(api)...)
	}
	slices.SortFunc(report.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	report.Findings = slices.Compact(report.Findings)
	return report, nil
}

// found is a finding at a place of the schema or of the operations.
func found(rule Rule, name string, at *ast.Position, format string, args ...any) Finding {
	f := Finding{Rule: rule, Severity: rule.severity(), Name: name, Message: fmt.Sprintf(format, args...)}
	if at != nil && at.Src != nil {
		f.File, f.Line, f.Column = at.Src.Name, at.Line, at.Column
	}
	return f
}
