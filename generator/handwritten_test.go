package main

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/authing-community/authing-go/generator/internal/cli"
)

// TestHandwritten holds HANDWRITTEN.md to what generated code takes: a module whose
// hand-written packages declare what it says, and nothing else, compiles with every
// feature that needs something of them, and lint finds nothing lacking.
func TestHandwritten(t *testing.T) {
	root := t.TempDir()
	base := os.DirFS(filepath.Join("testdata", "base"))
	for _, name := range []string{"generator.yaml", "schema"} {
		copyTree(t, root, base, name, func(string) bool { return false })
	}
	features, err := txtar.ParseFile(filepath.Join("testdata", "script", "features.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range features.Files {
		if strings.HasPrefix(file.Name, "schema/") || strings.HasPrefix(file.Name, "operations/") {
			writeFile(t, root, file.Name, file.Data)
		}
	}
	copyTree(t, root, os.DirFS(filepath.Join("testdata", "handwritten")), ".", func(string) bool { return false })
	writeModule(t, root)
	declared := writeDeclarations(t, root)

	config := filepath.Join(root, "generator.yaml")
	generateIn(t, config)
	goIn(t, root, "vet", "./...")
	var stdout, stderr bytes.Buffer
	if status := cli.Run(t.Context(), []string{"lint", "-config", config}, &stdout, &stderr); status != 0 {
		t.Errorf("lint finds:\n%s%s", stdout.String(), stderr.String())
	}
	checkMethods(t, root, declared)
}

// writeModule writes a go.mod with what this module requires.
func writeModule(t *testing.T, root string) {
	t.Helper()
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		own := regexp.MustCompile(`(?m)^module .*`).ReplaceAll(text, []byte("module example.com/library"))
		writeFile(t, root, name, own)
	}
}

func writeFile(t *testing.T, root, name string, text []byte) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// writeDeclarations writes the Go files of HANDWRITTEN.md, with bodies for functions
// that have none there. It gives the methods of the runtime.
func writeDeclarations(t *testing.T, root string) []string {
	t.Helper()
	manual, err := os.ReadFile("HANDWRITTEN.md")
	if err != nil {
		t.Fatal(err)
	}
	var methods []string
	for _, block := range regexp.MustCompile("(?s)```go\n// (\\S+)\n(.*?)```").FindAllSubmatch(manual, -1) {
		name := string(block[1])
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, block[2], parser.ParseComments)
		if err != nil {
			t.Fatalf("HANDWRITTEN.md: %v", err)
		}
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Body == nil {
				f.Body = &ast.BlockStmt{List: []ast.Stmt{&ast.ExprStmt{X: &ast.CallExpr{
					Fun: ast.NewIdent("panic"), Args: []ast.Expr{&ast.BasicLit{Kind: token.STRING, Value: `"to be written"`}},
				}}}}
				if f.Recv != nil {
					methods = append(methods, f.Name.Name)
				}
			}
		}
		file.Comments = nil // their places are not those of the bodies
		var b bytes.Buffer
		if err := format.Node(&b, files, file); err != nil {
			t.Fatal(err)
		}
		writeFile(t, root, name, b.Bytes())
	}
	return methods
}

// checkMethods sees that generated code calls every method that is asked for.
func checkMethods(t *testing.T, root string, methods []string) {
	t.Helper()
	if len(methods) < 10 {
		t.Fatalf("HANDWRITTEN.md has only the methods %q", methods)
	}
	var generated []byte
	for _, name := range []string{"librarian/client.gen.go", "reader/client.gen.go", "calls/operations.gen.go"} {
		text, err := os.ReadFile(filepath.Join(root, "sdk", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		generated = slices.Concat(generated, text)
	}
	for _, method := range methods {
		if !bytes.Contains(generated, []byte("."+method+"(")) {
			t.Errorf("HANDWRITTEN.md asks for the method %s, which nothing calls", method)
		}
	}
}
