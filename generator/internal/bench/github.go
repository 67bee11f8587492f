package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// templates are operations over GitHub's schema, with {n} for the number of a copy.
//
//go:embed templates.graphql
var templates string

// perCopy is how many operations the templates are.
const perCopy = 10

// configuration is for the generator, over the files that [writeGitHub] writes.
//
//go:embed config.yaml
var configuration string

// readGitHub reads the schema that npm fetched for the generator's test, printed
// without the second definitions of fields that it defines twice.
func readGitHub() (string, error) {
	path := "generator/testdata/github/node_modules/@octokit/graphql-schema/schema.graphql"
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	document, err := parser.ParseSchema(&ast.Source{Name: path, Input: string(text)})
	if err != nil {
		return "", err
	}
	for _, definition := range document.Definitions {
		seen := map[string]bool{}
		definition.Fields = slices.DeleteFunc(definition.Fields, func(f *ast.FieldDefinition) bool {
			again := seen[f.Name]
			seen[f.Name] = true
			return again
		})
	}
	var printed strings.Builder
	formatter.NewFormatter(&printed).FormatSchemaDocument(document)
	return printed.String(), nil
}

// writeGitHub writes a module for the generator with so many copies of the
// operations, and returns the configuration's name.
func writeGitHub(dir, schema string, copies int) (string, error) {
	root := filepath.Join(dir, fmt.Sprint(copies))
	var operations strings.Builder
	for n := range copies {
		operations.WriteString(strings.ReplaceAll(templates, "{n}", fmt.Sprint(n)) + "\n")
	}
	for name, text := range map[string]string{
		"go.mod":                        "module example.com/github\n",
		"generator.yaml":                configuration,
		"schema/schema.graphql":         schema,
		"operations/operations.graphql": operations.String(),
		"sdk/runtime/runtime.go":        "package runtime\n\ntype Client struct{}\n",
		"sdk/library/library.go":        "package library\n\nconst HostMain = 1\n",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	return filepath.Join(root, "generator.yaml"), nil
}
