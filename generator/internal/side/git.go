package side

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// fromGit reads what name tells, of which rest is REVISION:PATH.
func fromGit(ctx context.Context, name, rest string) ([]*ast.Source, error) {
	revision, file, ok := strings.Cut(rest, ":")
	if !ok || revision == "" || file == "" {
		return nil, fmt.Errorf("%s is no revision of a schema: write git:REVISION:PATH, as in git:HEAD~1:schema", name)
	}
	if path.IsAbs(file) {
		return nil, fmt.Errorf("%s: the path begins at the root of the disk: write it as seen from the current folder", name)
	}
	if _, err := git(ctx, "rev-parse", "--git-dir"); err != nil {
		return nil, fmt.Errorf("%s: the current folder is in no git repository that can be read: %w", name, err)
	}
	// The option keeps a revision that begins with a dash from being another one.
	commit, err := git(ctx, "rev-parse", "--verify", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("%s: there is no revision %s: `git log` and `git tag` list them; a shallow clone lacks most: %w", name, revision, err)
	}
	// What begins with a dot is relative to the current folder.
	object := strings.TrimSpace(string(commit)) + ":./" + path.Clean(file)
	kind, err := git(ctx, "cat-file", "-t", object)
	if err != nil {
		return nil, fmt.Errorf("%s: revision %s has no file or folder %s here: `git ls-tree %s` lists what it has: %w", name, revision, file, revision, err)
	}
	if strings.TrimSpace(string(kind)) == "tree" {
		return gitFolder(ctx, name, object)
	}
	return gitFile(ctx, name, object)
}

func gitFile(ctx context.Context, name, object string) ([]*ast.Source, error) {
	text, err := git(ctx, "cat-file", "blob", object)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return []*ast.Source{{Name: name, Input: string(text)}}, nil
}

func gitFolder(ctx context.Context, name, object string) ([]*ast.Source, error) {
	list, err := git(ctx, "ls-tree", "--full-tree", "-z", object)
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

// git runs the command, without a shell. What it says of its failure is part of
// the error.
func git(ctx context.Context, arguments ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "git", arguments...)
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
