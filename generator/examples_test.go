package main

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/generator/internal/cli"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// TestExamples runs the example of every command's manual, in this module.
func TestExamples(t *testing.T) {
	box := authingtest.NewServer(t)
	t.Chdir("..")
	t.Setenv("GOCACHE", goCache(t)) // else diff would have all of Go compiled anew
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	overview := output(t, "help")
	commands := regexp.MustCompile(`(?m)^  ([a-z]+) `).FindAllStringSubmatch(overview, -1)
	if len(commands) < 5 {
		t.Fatalf("the list of commands has only %q", commands)
	}
	for _, command := range commands {
		name := command[1]
		if name == "help" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			words := example(t, name)
			if name == "fetch" {
				fetchExample(t, words, box.URL)
				return
			}
			output(t, words...)
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

// example gives the words of the example in a command's manual.
func example(t *testing.T, name string) []string {
	t.Helper()
	_, rest, ok := strings.Cut(output(t, "help", name), "\nExample:\n")
	if !ok {
		t.Fatal("the manual has no example")
	}
	line, _, _ := strings.Cut(rest, "\n")
	words, ok := strings.CutPrefix(strings.TrimSpace(line), "go run ./generator ")
	if !ok {
		t.Fatalf("the example is %q", line)
	}
	if !strings.HasPrefix(words, name+" ") {
		t.Errorf("the example is one of another command: %q", line)
	}
	return strings.Fields(words)
}

// fetchExample runs the example of fetch with a service in a box that listens elsewhere
// than the one of the example. It is to write nothing, since the box knows no default
// values, and has all else.
func fetchExample(t *testing.T, words []string, box string) {
	t.Helper()
	last := len(words) - 1
	address, err := url.Parse(words[last])
	if err != nil || address.Host != "127.0.0.1:8080" { // where authing-box listens
		t.Fatalf("the example asks %q, and not the service in a box: %v", words[last], err)
	}
	if !slices.Contains(words, "--check") {
		t.Fatalf("the example %q writes, and would lose the default values", words)
	}
	words = append(words[:last], box+address.Path)
	var stdout, stderr bytes.Buffer
	status := cli.Run(t.Context(), words, &stdout, &stderr)
	if status != 1 || stderr.String() != "the schema is out of date: fetch without --check\n" {
		t.Errorf("%q ends with status %d:\n%s", words, status, stderr.String())
	}
	if found := regexp.MustCompile(`(?m)^[+-] .*`).FindString(stdout.String()); found != "" {
		t.Errorf("%q finds another schema than ours: %s", words, found)
	}
	if !strings.Contains(stdout.String(), "default") {
		t.Errorf("%q compares nothing:\n%s", words, stdout.String())
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
