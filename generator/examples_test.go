package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/generator/internal/cli"
)

// TestExamples runs the example of every command's manual, in this module. One that
// asks somebody else's server cannot be run here.
func TestExamples(t *testing.T) {
	t.Chdir("..")
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	elsewhere := map[string]bool{"help": true, "fetch": true}
	overview := output(t, "help")
	commands := regexp.MustCompile(`(?m)^  ([a-z]+) `).FindAllStringSubmatch(overview, -1)
	if len(commands) < 4 {
		t.Fatalf("the list of commands has only %q", commands)
	}
	for _, command := range commands {
		name := command[1]
		if elsewhere[name] {
			continue
		}
		t.Run(name, func(t *testing.T) {
			_, rest, ok := strings.Cut(output(t, "help", name), "\nExample:\n")
			if !ok {
				t.Fatal("the manual has no example")
			}
			example, _, _ := strings.Cut(rest, "\n")
			words, ok := strings.CutPrefix(strings.TrimSpace(example), "go run ./generator ")
			if !ok {
				t.Fatalf("the example is %q", example)
			}
			if !strings.HasPrefix(words, name+" ") {
				t.Errorf("the example is one of another command: %q", example)
			}
			output(t, strings.Fields(words)...)
		})
	}
}

// TestCalls sees that the commands and flags exist which the project's texts, the
// Makefile and the workflows call.
func TestCalls(t *testing.T) {
	texts, err := filepath.Glob(filepath.Join("..", ".github", "workflows", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`run \./generator ([a-z]+)([^\n|>]*)`)
	flag := regexp.MustCompile(` (--[a-z-]+)`)
	found := 0
	for _, file := range append(texts, "../README.md", "../CONTRIBUTING.md", "../Makefile", "../gen.go") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, words := range call.FindAllStringSubmatch(string(text), -1) {
			found++
			manual := output(t, "help", words[1])
			for _, used := range flag.FindAllStringSubmatch(words[2], -1) {
				if !strings.Contains(manual, "\n  "+used[1]+" ") && !strings.Contains(manual, "\n  "+used[1]+"\n") {
					t.Errorf("%s calls %s with the flag %s, which it does not have", file, words[1], used[1])
				}
			}
		}
	}
	if found < 6 {
		t.Errorf("only %d calls were found: there are more", found)
	}
}

// output runs a command that is to end well.
func output(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := cli.Run(t.Context(), args, &stdout, &stderr); status != 0 {
		t.Fatalf("%q ends with status %d:\n%s", args, status, stderr.String())
	}
	return stdout.String()
}
