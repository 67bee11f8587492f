package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/generator/internal/cli"
)

// github is the folder with a configuration, operations and a test over GitHub's
// schema, which package.json there names and npm fetches.
const github = "testdata/github"

// TestGitHub makes a client of a schema that nobody here wrote, with interfaces,
// unions, custom scalars and cursors, in a copy of this module. The client's own
// test decodes answers as GitHub gives them.
func TestGitHub(t *testing.T) {
	schema := readGitHub(t)
	root := copyModule(t)
	for _, name := range []string{"operations", "sdk"} {
		copyTree(t, root, os.DirFS(github), name, func(string) bool { return false })
	}
	config := filepath.Join(root, "generator", "authing.yaml")
	appendFile(t, config, filepath.Join(github, "api.yaml"))

	doubled := doubledFields(t, schema)
	if len(doubled) != 2 {
		t.Fatalf("the schema defines %d fields twice; it was known for 2", len(doubled))
	}
	t.Run("as published", func(t *testing.T) {
		writeSchema(t, root, schema)
		var stdout, stderr bytes.Buffer
		if status := cli.Run(t.Context(), []string{"generate", "-config", config}, &stdout, &stderr); status != 1 || stdout.Len() > 0 {
			t.Errorf("the exit status is %d, and on standard output stands %q", status, stdout.String())
		}
		want := fmt.Sprintf("schema/github/schema.graphql:%d:3: Field EnterpriseOwnerInfo.repositoryDeployKeySetting can only be defined once", doubled[0].Position.Line)
		if !strings.HasPrefix(stderr.String(), want) {
			t.Errorf("the error is not %q but:\n%s", want, stderr.String())
		}
	})
	t.Run("mended", func(t *testing.T) {
		writeSchema(t, root, without(schema, doubled))
		for _, change := range generateIn(t, config) {
			if !strings.HasPrefix(change, "added sdk/github/") {
				t.Errorf("with GitHub's schema, the generator also %s", change)
			}
		}
		if output := goIn(t, root, "test", "-v", "./sdk/github/..."); !strings.Contains(output, "--- PASS: TestAnswers") {
			t.Errorf("the client's test did not run:\n%s", output)
		}
		goIn(t, root, "vet", "./sdk/github/...")
	})
}

// readGitHub reads the schema that npm fetched, or skips the test: with CI set it
// has to be there.
func readGitHub(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(github, "node_modules", "@octokit", "graphql-schema", "schema.graphql"))
	switch {
	case err == nil:
		return string(text)
	case os.Getenv("CI") != "":
		t.Fatalf("GitHub's schema is not installed, run make interop-deps: %v", err)
	default:
		t.Skipf("GitHub's schema is not installed, run make interop-deps: %v", err)
	}
	return ""
}

// doubledFields finds the second definitions of fields that a type defines twice.
func doubledFields(t testing.TB, schema string) []*ast.FieldDefinition {
	t.Helper()
	document, err := parser.ParseSchema(&ast.Source{Name: "schema.graphql", Input: schema})
	if err != nil {
		t.Fatal(err)
	}
	var doubled []*ast.FieldDefinition
	for _, definition := range document.Definitions {
		seen := map[string]bool{}
		for _, field := range definition.Fields {
			if seen[field.Name] {
				doubled = append(doubled, field)
			}
			seen[field.Name] = true
		}
	}
	return doubled
}

// without drops definitions of fields, each with its description and arguments.
func without(schema string, fields []*ast.FieldDefinition) string {
	lines := strings.Split(schema, "\n")
	for _, field := range slices.Backward(fields) {
		line := field.Position.Line - 1 // counted from 0 here
		first, last := line, line
		if strings.TrimSpace(lines[first-1]) == `"""` { // from the description's end to its start
			for first -= 2; strings.TrimSpace(lines[first]) != `"""`; first-- {
			}
		}
		if strings.HasSuffix(lines[last], "(") { // to the line that ends the arguments
			for !strings.HasPrefix(lines[last], "  ):") {
				last++
			}
		}
		lines = slices.Delete(lines, first, last+1)
	}
	return strings.Join(lines, "\n")
}

func writeSchema(t testing.TB, root, text string) {
	t.Helper()
	folder := filepath.Join(root, "schema", "github")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "schema.graphql"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
