package spec

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Problem is one mistake in a schema or operation file.
type Problem struct {
	File         string
	Line, Column int
	Message      string
}

func (p Problem) Error() string {
	if p.File == "" {
		return p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems are mistakes in the order of their places. As an error it prints
// one to a line.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// err is nil where there are no problems; otherwise it is the list, sorted and
// without repetition.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortFunc(ps, compareProblems)
	return slices.Compact(ps)
}

func compareProblems(a, b Problem) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
}

func (ps *Problems) addf(at *ast.Position, format string, args ...any) {
	*ps = append(*ps, problemAt(at, fmt.Sprintf(format, args...)))
}

// add takes over what gqlparser found.
func (ps *Problems) add(err error) {
	var list gqlerror.List
	var one *gqlerror.Error
	var own Problem
	switch {
	case err == nil:
	case errors.As(err, &own):
		*ps = append(*ps, own)
	case errors.As(err, &list):
		for _, e := range list {
			*ps = append(*ps, fromParser(e))
		}
	case errors.As(err, &one):
		*ps = append(*ps, fromParser(one))
	default:
		*ps = append(*ps, Problem{Message: err.Error()})
	}
}

func problemAt(at *ast.Position, message string) Problem {
	p := Problem{Message: message}
	if at != nil {
		p.Line, p.Column = at.Line, at.Column
		if at.Src != nil {
			p.File = at.Src.Name
		}
	}
	return p
}

func fromParser(e *gqlerror.Error) Problem {
	p := Problem{Message: e.Message}
	if file, ok := e.Extensions["file"].(string); ok {
		p.File = file
	}
	if len(e.Locations) > 0 {
		p.Line, p.Column = e.Locations[0].Line, e.Locations[0].Column
	}
	return p
}
