package side

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// Revision reads files of a folder as they were in a revision: those that are wanted,
// by their paths below the folder.
func Revision(ctx context.Context, folder, revision string, wanted func(file string) bool) (map[string][]byte, error) {
	commit, err := commitOf(ctx, folder, "git:"+revision, revision)
	if err != nil {
		return nil, err
	}
	entries, err := list(ctx, folder, commit)
	if err != nil {
		return nil, err
	}
	var files []entry
	var hashes strings.Builder
	for _, e := range entries {
		if e.kind == "blob" && !e.link && wanted(e.path) && filepath.IsLocal(filepath.FromSlash(e.path)) {
			files = append(files, e)
			fmt.Fprintln(&hashes, e.hash)
		}
	}
	out, err := gitWith(ctx, folder, strings.NewReader(hashes.String()), "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	return texts(files, bufio.NewReader(bytes.NewReader(out)))
}

// texts reads the files that git prints one after the other, each behind a line with
// its hash, kind and size.
func texts(files []entry, out *bufio.Reader) (map[string][]byte, error) {
	all := map[string][]byte{}
	for _, file := range files {
		line, err := out.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("reading %s from git: %w", file.path, err)
		}
		var hash, kind string
		var size int
		if _, err := fmt.Sscan(line, &hash, &kind, &size); err != nil {
			return nil, fmt.Errorf("reading %s from git, which says %q: %w", file.path, strings.TrimSpace(line), err)
		}
		text := make([]byte, size+1) // with the end of its last line
		if _, err := io.ReadFull(out, text); err != nil {
			return nil, fmt.Errorf("reading %s from git: %w", file.path, err)
		}
		all[file.path] = text[:size]
	}
	return all, nil
}

// entry is a file of a commit, or a submodule, which is of the kind commit.
type entry struct {
	path, kind, hash string
	link             bool
}

// list lists the files of a commit in a folder, by their paths below it.
func list(ctx context.Context, folder, commit string) ([]entry, error) {
	out, err := git(ctx, folder, "ls-tree", "-r", "-z", commit)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for line := range strings.SplitSeq(string(out), "\x00") {
		about, file, _ := strings.Cut(line, "\t") // mode, kind and hash; path
		if words := strings.Fields(about); len(words) == 3 {
			entries = append(entries, entry{path: file, kind: words[1], hash: words[2], link: words[0] == "120000"})
		}
	}
	return entries, nil
}

// SameRepository tells whether a folder is in the repository that the current folder
// is in, rather than around or in a submodule.
func SameRepository(ctx context.Context, folder string) (bool, error) {
	here, err := git(ctx, ".", "rev-parse", "--show-toplevel")
	if err != nil {
		return false, err
	}
	there, err := git(ctx, folder, "rev-parse", "--show-toplevel")
	return bytes.Equal(here, there), err
}
