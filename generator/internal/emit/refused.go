package emit

import (
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"

	"github.com/Khan/genqlient/generate"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/generator/internal/spec"
)

// refused gives an error of genqlient the place of the operation that it is about, as
// its author wrote it. Package spec finds what genqlient is known to refuse, so there
// should be none; one that comes all the same speaks of files that are gone, and often
// of none.
func refused(api *spec.API, err error) error {
	all := api.Operations
	i := sort.Search(len(all)-1, func(i int) bool { return refuses(api, all[:i+1]) }) // or it is the last
	at := all[i].Position
	return spec.Problems{{File: at.Src.Name, Line: at.Line, Column: at.Column, Message: fmt.Sprintf(
		"genqlient, which prints the typed operations, refuses %s: %s; write the operation in another way", all[i].Name, plainMessage(err))}}
}

// inFile finds a place in a file that was made for genqlient.
var inFile = regexp.MustCompile(`\S*\.graphql(:\d+)*:? ?`)

// plainMessage is what genqlient says, without its files and the code that it made.
func plainMessage(err error) string {
	text, _, _ := strings.Cut(inFile.ReplaceAllString(err.Error(), ""), "---source code---")
	return strings.TrimSuffix(strings.Join(strings.Fields(text), " "), ".")
}

// refuses tells whether genqlient refuses some of the operations.
func refuses(api *spec.API, operations []*spec.Operation) bool {
	dir, err := os.MkdirTemp("", "operations")
	if err != nil {
		return false
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left is a copy
	part := *api
	part.Operations, part.Fragments = operations, usedFragments(api.Fragments, operations)
	c, err := WriteDocuments(dir, &part, api.Used)
	if err != nil {
		return false
	}
	_, err = generate.Generate(c)
	return err != nil
}

// usedFragments are those that operations need: genqlient refuses others.
func usedFragments(fragments string, operations []*spec.Operation) string {
	known, err := parser.ParseQuery(&ast.Source{Input: fragments})
	if err != nil {
		return fragments // genqlient says what is wrong with them
	}
	used := &ast.QueryDocument{}
	var use func(ast.SelectionSet)
	use = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				use(s.SelectionSet)
			case *ast.InlineFragment:
				use(s.SelectionSet)
			case *ast.FragmentSpread:
				if f := known.Fragments.ForName(s.Name); f != nil && used.Fragments.ForName(s.Name) == nil {
					used.Fragments = append(used.Fragments, f)
					use(f.SelectionSet)
				}
			}
		}
	}
	for _, operation := range operations {
		if document, err := parser.ParseQuery(&ast.Source{Input: operation.Document}); err == nil {
			for _, definition := range document.Operations {
				use(definition.SelectionSet)
			}
		}
	}
	var b strings.Builder
	formatter.NewFormatter(&b).FormatQueryDocument(used)
	return b.String()
}
