package sdk

import (
	"go/types"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
)

// TestCoreDocument finds each row of the document on the end-user client, with what it
// takes and what it gives.
func TestCoreDocument(t *testing.T) {
	if len(coreDocument) != 32 {
		t.Errorf("the table has %d rows, the document 32 methods", len(coreDocument))
	}
	found := clientMethods(t, loadSurfaces(t, "/sdk/core").enduser)
	for _, row := range coreDocument {
		f, ok := found[row.name]
		if !ok {
			t.Errorf("there is no %s", row.name)
			continue
		}
		parameters := parametersOf(f.Signature())
		for parameter := range strings.FieldsSeq(row.parameters) {
			if !slices.Contains(parameters, parameter) {
				t.Errorf("%s does not take %s: it takes %q", row.name, parameter, parameters)
			}
		}
		result := types.TypeString(f.Signature().Results().At(0).Type(), func(*types.Package) string { return "" })
		if result != row.result {
			t.Errorf("%s gives %s, want %s", row.name, result, row.result)
		}
	}
}

// parametersOf lists the parameters after the context, or the fields of the input.
func parametersOf(signature *types.Signature) []string {
	var names []string
	for parameter := range signature.Params().Variables() {
		input, ok := parameter.Type().Underlying().(*types.Struct)
		if !ok {
			names = append(names, parameter.Name())
			continue
		}
		for field := range input.Fields() {
			names = append(names, field.Name())
		}
	}
	return names
}

// TestCoreProfile takes the 25 fields that the document names, and no other.
func TestCoreProfile(t *testing.T) {
	f := clientMethods(t, loadSurfaces(t, "/sdk/core").enduser)["UpdateProfile"]
	got, want := parametersOf(f.Signature())[1:], strings.Fields(profileFields)
	if diff := cmp.Diff(want, got, cmpopts.SortSlices(strings.Compare)); diff != "" || len(want) != 25 {
		t.Errorf("what UpdateProfile changes differs (-want +got):\n%s", diff)
	}
}

// TestCoreCodes compares the codes that the document names with those that the operations
// say are documented: both ways, and for each method.
func TestCoreCodes(t *testing.T) {
	want := make(map[string][]authing.Code)
	for _, row := range coreDocument {
		if len(row.codes) > 0 {
			want[row.name] = row.codes
		}
	}
	got := boxed.DocumentedCodes(t, "../operations/core")
	if diff := cmp.Diff(want, got, cmpopts.SortSlices(func(a, b authing.Code) bool { return a < b })); diff != "" {
		t.Errorf("the codes of the document (-) are not those of the operations (+):\n%s", diff)
	}
}

// TestCoreReferenceIsComplete finds every method of the table in the reference, beside its
// Go name.
func TestCoreReferenceIsComplete(t *testing.T) {
	text, err := os.ReadFile("core/REFERENCE.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string][]string) // the Go names, by the document's
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, " | "); len(cells) > 2 && strings.HasPrefix(line, "| `") {
			name := strings.Trim(cells[0], "|` ")
			rows[name] = strings.Split(strings.ReplaceAll(cells[1], "`", ""), ", ")
		}
	}
	for _, m := range coreMethods {
		document := strings.TrimSuffix(strings.Trim(m.document, "()"), ", all pages")
		if !slices.Contains(rows[document], m.name) {
			t.Errorf("the reference does not say that %s is %s", m.document, m.name)
		}
	}
}
