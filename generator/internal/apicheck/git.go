package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// versions are the tags that are versions, as git matches names.
const versions = "v[0-9]*"

// repository is a git repository with a working tree.
type repository struct{ root string }

func openRepository(ctx context.Context, folder string) (*repository, error) {
	root, err := git(ctx, folder, nil, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("the current folder is in no git repository that can be read: %w", err)
	}
	return &repository{root}, nil
}

// lastTag gives the last version that led to the current commit, or nothing where
// there was none yet.
func (r *repository) lastTag(ctx context.Context) (string, error) {
	tags, err := git(ctx, r.root, nil, "tag", "--list", versions, "--merged", "HEAD")
	if err != nil {
		return "", fmt.Errorf("listing the tags: %w", err)
	}
	if tags != "" {
		return git(ctx, r.root, nil, "describe", "--tags", "--abbrev=0", "--match", versions)
	}
	shallow, err := git(ctx, r.root, nil, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return "", err
	}
	if shallow == "true" {
		return "", errors.New("there is no tag, but this is a shallow clone, which may lack it: run `git fetch --unshallow --tags`, or set fetch-depth: 0 for actions/checkout")
	}
	return "", nil
}

// loadRevision reads the module as it stood at a revision.
func (r *repository) loadRevision(ctx context.Context, revision string) (*exports, error) {
	// The option keeps a revision that begins with a dash from being another one.
	commit, err := git(ctx, r.root, nil, "rev-parse", "--verify", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("there is no revision %s: `git log` and `git tag` list them; a shallow clone lacks most: %w", revision, err)
	}
	folder, err := os.MkdirTemp("", "apicheck-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	tree := filepath.Join(folder, "tree")
	if err := r.unpack(ctx, commit, tree, filepath.Join(folder, "index")); err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", revision, err)
	}
	before, err := load(ctx, tree)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; where it cannot be mended, compare with another revision: -since REVISION", revision, err)
	}
	return before, nil
}

// unpack writes the files of a commit into a folder. With an index of its own, it
// leaves no trace in the repository, as a worktree would, and leaves out no file, as
// an archive may.
func (r *repository) unpack(ctx context.Context, commit, folder, index string) error {
	env := []string{"GIT_INDEX_FILE=" + index}
	if _, err := git(ctx, r.root, env, "read-tree", commit); err != nil {
		return err
	}
	_, err := git(ctx, r.root, env, "checkout-index", "--all", "--prefix="+filepath.ToSlash(folder)+"/")
	return err
}

// git runs the command in a folder, with more environment, and gives what it prints.
// What it says of its failure is part of the error.
func git(ctx context.Context, folder string, env []string, arguments ...string) (string, error) {
	command := exec.CommandContext(ctx, "git", arguments...)
	command.Dir = folder
	command.Env = append(append(os.Environ(), "LC_ALL=C"), env...) // errors in English, as ours are
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return "", errors.New("git is not installed, which reads revisions: install it")
	}
	if err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		return "", fmt.Errorf("git %s: %w: %s", arguments[0], err, first)
	}
	return strings.TrimSpace(string(out)), nil
}
