package authingtest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/sdk/authing"
)

// untold are the codes that no method tells of, though its call is refused with
// them.
var untold = map[authing.Code]string{
	1000: "any call may meet it",
	1636: "no client of this module makes the call that it is provoked with",
	1639: "likewise",
	2028: "the clients ask for what is missing themselves",
	2032: "likewise",
	2205: "the clients always send a pool",
	2231: "likewise",
}

// TestCodesAreTold sees that what is said about the methods follows the box: a code
// that a root field is refused with is one of those that an operation on it names.
func TestCodesAreTold(t *testing.T) {
	told := toldCodes(t)
	for code, p := range provocations {
		if p.never != "" || strings.HasPrefix(p.call, "/") {
			continue
		}
		field := fieldOf(t, p.call)
		if named, excused := slices.Contains(told[field], code), untold[code] != ""; named == excused {
			t.Errorf("code %d, %q, of %s: an operation names it: %t, it need not: %t", code, code.Meaning(), field, named, excused)
		}
	}
	for code := range untold {
		if _, ok := provocations[code]; !ok {
			t.Errorf("code %d: nothing provokes it", code)
		}
	}
}

// fieldOf gives the root field that a call is about, after "core" where it is one of
// the core API.
func fieldOf(t *testing.T, call string) string {
	t.Helper()
	query, core := strings.CutPrefix(call, "core ")
	document, err := parser.ParseQuery(&ast.Source{Input: query})
	check(t, err)
	field := document.Operations[0].SelectionSet[0].(*ast.Field).Name
	if core {
		return "core " + field
	}
	return field
}

// toldCodes gives the codes that the operations on each root field name.
func toldCodes(t *testing.T) map[string][]authing.Code {
	t.Helper()
	numbers, told := codeNumbers(t), make(map[string][]authing.Code)
	for prefix, folder := range map[string]string{"": "classic", "core ": "core"} {
		paths, err := filepath.Glob("../../operations/" + folder + "/*.graphql")
		check(t, err)
		for _, path := range paths {
			document, err := parser.ParseQuery(source(t, path))
			check(t, err)
			for _, operation := range document.Operations {
				field := prefix + operation.SelectionSet[0].(*ast.Field).Name
				for _, name := range codeNames(operation) {
					told[field] = append(told[field], numbers[name])
				}
			}
		}
	}
	return told
}

// codeNames gives the codes that an operation names, documented or assumed.
func codeNames(operation *ast.OperationDefinition) (names []string) {
	codes := operation.Directives.ForName("codes")
	if codes == nil {
		return nil
	}
	for _, list := range codes.Arguments {
		for _, name := range list.Value.Children {
			names = append(names, name.Value.Raw)
		}
	}
	return names
}

// codeNumbers gives the codes by their names in the schema.
func codeNumbers(t *testing.T) map[string]authing.Code {
	t.Helper()
	document, err := parser.ParseSchema(source(t, "../../schema/codes.graphql"))
	check(t, err)
	numbers := make(map[string]authing.Code)
	for _, value := range document.Definitions[0].EnumValues {
		number, err := strconv.Atoi(value.Directives.ForName("code").Arguments.ForName("number").Value.Raw)
		check(t, err)
		numbers[value.Name] = authing.Code(number)
	}
	return numbers
}

func source(t *testing.T, path string) *ast.Source {
	t.Helper()
	text, err := os.ReadFile(path)
	check(t, err)
	return &ast.Source{Name: path, Input: string(text)}
}
