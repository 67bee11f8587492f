package side

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/hint"
)

// fromGit reads what name tells, of which rest is REVISION:PATH.
func fromGit(ctx context.Context, name, rest string) ([]*ast.Source, error) {
	object, kind, err := find(ctx, name, rest)
	if err != nil {
		return nil, err
	}
	if kind == "tree" {
		return gitFolder(ctx, name, object)
	}
	return gitFile(ctx, name, object)
}

// find finds what name tells, of which rest is REVISION:PATH, and its kind: a blob or
// a tree.
func find(ctx context.Context, name, rest string) (object, kind string, err error) {
	revision, file, ok := strings.Cut(rest, ":")
	if !ok || revision == "" || file == "" {
		return "", "", fmt.Errorf("%s is no revision of a schema: write git:REVISION:PATH, as in git:HEAD~1:schema", name)
	}
	if path.IsAbs(file) {
		return "", "", fmt.Errorf("%s: the path begins at the root of the disk: write it as seen from the current folder", name)
	}
	commit, err := commitOf(ctx, ".", name, revision)
	if err != nil {
		return "", "", err
	}
	// What begins with a dot is relative to the current folder.
	object = commit + ":./" + path.Clean(file)
	out, err := git(ctx, ".", "cat-file", "-t", object)
	if err != nil {
		return "", "", missingIn(ctx, name, commit, revision, file, err)
	}
	return object, strings.TrimSpace(string(out)), nil
}

// commitOf gives the commit of a revision of the repository that a folder is in.
func commitOf(ctx context.Context, folder, name, revision string) (string, error) {
	if _, err := git(ctx, folder, "rev-parse", "--git-dir"); err != nil {
		return "", fmt.Errorf("%s: the current folder is in no git repository that can be read: %w: go to one that has the revision, or name a file or a folder", name, err)
	}
	// The option keeps a revision that begins with a dash from being another one.
	commit, err := git(ctx, folder, "rev-parse", "--verify", "--end-of-options", revision+"^{commit}")
	if err != nil {
		known, _ := git(ctx, folder, "for-each-ref", "--format=%(refname:short)") // for a hint
		return "", fmt.Errorf("%s: there is no revision %s: `git log` and `git tag` list them; a shallow clone lacks most: %w%s",
			name, revision, err, hint.DidYouMean(revision, append(strings.Fields(string(known)), "HEAD")))
	}
	return strings.TrimSpace(string(commit)), nil
}

// missingIn tells why a commit has no path.
func missingIn(ctx context.Context, name, commit, revision, file string, err error) error {
	entries, listing := list(ctx, ".", commit)
	if listing != nil {
		entries = nil // err tells enough
	}
	names := map[string][]string{}
	for _, e := range entries {
		if e.kind == "commit" && (path.Clean(file) == e.path || strings.HasPrefix(path.Clean(file), e.path+"/")) {
			return fmt.Errorf("%s: %s is a submodule, which has revisions of its own: run this inside of it, with the path as seen from there and --config for the configuration", name, e.path)
		}
		for at := e.path; at != "."; at = path.Dir(at) {
			names[path.Dir(at)] = append(names[path.Dir(at)], path.Base(at))
		}
	}
	near := meant(path.Clean(file), func(folder string) []string { return names[folder] })
	return fmt.Errorf("%s: revision %s has no file or folder %s here: `git ls-tree %s` lists what it has: %w%s", name, revision, file, revision, err, near)
}

func gitFile(ctx context.Context, name, object string) ([]*ast.Source, error) {
	text, err := git(ctx, ".", "cat-file", "blob", object)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return []*ast.Source{{Name: name, Input: string(text)}}, nil
}

func gitFolder(ctx context.Context, name, object string) ([]*ast.Source, error) {
	list, err := git(ctx, ".", "ls-tree", "--full-tree", "-z", object)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	var sources []*ast.Source
	for entry := range strings.SplitSeq(string(list), "\x00") {
		about, file, _ := strings.Cut(entry, "\t") // mode, kind and hash; name
		words := strings.Fields(about)
		// Mode 120000 is a link, whose text is a path.
		if len(words) != 3 || words[1] != "blob" || words[0] == "120000" || !strings.HasSuffix(file, extension) {
			continue
		}
		source, err := gitFile(ctx, strings.TrimSuffix(name, "/")+"/"+file, words[2])
		if err != nil {
			return nil, err
		}
		sources = append(sources, source...)
	}
	if len(sources) == 0 {
		return nil, emptyFolder(name)
	}
	slices.SortFunc(sources, func(a, b *ast.Source) int { return strings.Compare(a.Name, b.Name) })
	return sources, nil
}

// git runs the command in a folder, without a shell. What it says of its failure is part of
// the error.
func git(ctx context.Context, folder string, arguments ...string) ([]byte, error) {
	return gitWith(ctx, folder, nil, arguments...)
}

// gitWith runs the command with an input.
func gitWith(ctx context.Context, folder string, input io.Reader, arguments ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "git", arguments...)
	command.Dir, command.Stdin = folder, input
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("git is not installed, which reads revisions: install it")
	}
	if err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		return nil, fmt.Errorf("git %s: %w: %s", arguments[0], err, first)
	}
	return out, nil
}
