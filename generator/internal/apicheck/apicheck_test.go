package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// scratch is a git repository for a test.
type scratch struct {
	*testing.T
	folder string
}

// tagged makes a repository whose only commit, tagged unless the tag is empty,
// has the files of the archive.
func tagged(t *testing.T, tag, archive string) scratch {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("git is not installed")
		}
		t.Skip("git is not installed")
	}
	s := scratch{t, t.TempDir()}
	s.git("init", "-q")
	s.write(archive)
	s.commit(tag)
	return s
}

// write writes the files of an archive. An empty one is removed.
func (s scratch) write(archive string) {
	s.Helper()
	for _, file := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(s.folder, file.Name)
		if len(file.Data) == 0 {
			if err := os.Remove(path); err != nil {
				s.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			s.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o644); err != nil {
			s.Fatal(err)
		}
	}
}

// commit commits all files, and tags that unless the tag is empty.
func (s scratch) commit(tag string) {
	s.Helper()
	s.git("add", "-A")
	s.git("-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgSign=false", "commit", "-q", "--allow-empty", "-m", "more")
	if tag != "" {
		s.git("-c", "tag.gpgSign=false", "tag", tag)
	}
}

func (s scratch) git(arguments ...string) string {
	s.Helper()
	out, err := git(s.Context(), s.folder, []string{"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_SYSTEM=" + os.DevNull}, arguments...)
	if err != nil {
		s.Fatal(err)
	}
	return out
}

// result is what a run came to.
type result struct {
	Status         int
	Stdout, Stderr string
}

func (s scratch) run(args ...string) result {
	var stdout, stderr strings.Builder
	status := run(s.Context(), s.folder, args, &stdout, &stderr)
	return result{status, stdout.String(), stderr.String()}
}

// expect runs the command and compares what comes of it.
func (s scratch) expect(want result, args ...string) {
	s.Helper()
	if d := cmp.Diff(want, s.run(args...)); d != "" {
		s.Errorf("apicheck %q ends otherwise (-want +got):\n%s", args, d)
	}
}

// small is a module with one package.
const small = `
-- go.mod --
module example.com/m

go 1.26
-- sdk/a/a.go --
package a

func F() {}

func G() {}
`

// all is a module with something of each kind.
const all = `
-- go.mod --
module example.com/m

go 1.26
-- root.go --
package root

const Answer = 42
-- sdk/a/a.go --
package a

import (
	"example.com/m/sdk/a/internal/inner"
	"example.com/m/sdk/internal/base"
)

type Users struct {
	base.Base
	Name string
	Old  int
}

func (u *Users) List(name string) error { return nil }

func (u *Users) Copy(from base.Base) *Users { return u }

func (u Users) Gone() {}

type Store interface{ Load() string }

type Events chan int

type Below struct{ inner.Inner }

type List[K comparable, V any] struct{ all map[K]V }

func (l *List[K, V]) Add(key K, value V) {}

func Map[T any](values []T, f func(T) T) []T { return values }

func same() {}
-- sdk/a/internal/inner/inner.go --
package inner

type Inner struct{}

func (i Inner) Kept(n int) {}
-- sdk/internal/base/base.go --
package base

type Base struct{}

func (b *Base) Kept(n int) {}

func (b *Base) Lost() {}

func (b *Base) hidden() {}

func Internal() {}
-- sdk/gone/gone.go --
package gone

func Whatever() {}
-- sdk/renamed/renamed.go --
package renamed

func Kept() {}
-- sdk/core/a/a.go --
package a

type Users struct{}

func (u *Users) List() {}
-- sdk/tests/only_test.go --
package tests

func Exported() {}
-- cmd/tool/main.go --
package main

func Exported() {}

func main() {}
`

// changed is what the module became.
const changed = `
-- root.go --
package root

const Answer = 43
-- sdk/a/a.go --
package a

import (
	"example.com/m/sdk/a/internal/inner"
	"example.com/m/sdk/internal/base"
)

type Users struct {
	base.Base
	Name []byte
	New  int
}

func (u *Users) List(name string, limit int) error { return nil }

func (u *Users) Copy(from *base.Base) *Users { return u }

func (u *Users) All() {}

type Store interface {
	Load() string
	Save(text string)
}

type Events chan string

type Below struct{ inner.Inner }

type List[K comparable, V any] struct{ all map[K]V }

func (l *List[K, V]) Add(value V) {}

func Map[T any](values map[string]T, f func(T) T) []T { return nil }

func other() {}
-- sdk/a/internal/inner/inner.go --
package inner

type Inner struct{}

func (i Inner) Kept(n string) {}
-- sdk/internal/base/base.go --
package base

type Base struct{}

func (b *Base) Kept(n string) {}

func (b *Base) concealed() {}

func Other() {}
-- sdk/gone/gone.go --
-- sdk/renamed/renamed.go --
package fresh

func Kept() {}
-- sdk/core/a/a.go --
package a

type Users struct{}
-- sdk/tests/only_test.go --
-- sdk/added/added.go --
package added

func Whatever() {}
-- cmd/tool/main.go --
package main

func main() {}
`

const changedReport = "# The exported Go API since v0.3.0\n" + `
## a

Breaking:

- ~a.Events~: element type changed from int to string
- ~a.List.Add~: changed from func(K, V) to func(V)
- ~a.Map~: changed from func([]T, func(T) T) []T to func(map[string]T, func(T) T) []T
- ~a.Store.Save~: added
- ~a.Users~: old is comparable, new is not
- ~a.Users.Copy~: changed from func(internal/base.Base) *Users to func(*internal/base.Base) *Users
- ~a.Users.Gone~: removed
- ~a.Users.List~: changed from func(string) error to func(string, int) error
- ~a.Users.Lost~: removed
- ~a.Users.Name~: changed from string to []byte
- ~a.Users.Old~: removed
- ~a/internal/inner.Inner.Kept~: changed from func(int) to func(string)
- ~internal/base.Base.Kept~: changed from func(int) to func(string)

Compatible:

- ~a.Users.All~: added
- ~a.Users.New~: added

## added

Compatible:

- ~added~: package added

## core/a

Breaking:

- ~core/a.Users.List~: removed

## gone

Breaking:

- ~gone~: package removed

## renamed

Breaking:

- ~renamed~: package name changed from renamed to fresh

## root

Breaking:

- ~root.Answer~: value changed from 42 to 43

# What to do

Breaks that CHANGELOG.md does not announce: 17. Keep what was, or put this there, and tell what programs do instead:

`

const changedLines = `## Unreleased

### Breaking

- ~a.Events~: element type changed from int to string
- ~a.List.Add~: changed from func(K, V) to func(V)
- ~a.Map~: changed from func([]T, func(T) T) []T to func(map[string]T, func(T) T) []T
- ~a.Store.Save~: added
- ~a.Users~: old is comparable, new is not
- ~a.Users.Copy~: changed from func(internal/base.Base) *Users to func(*internal/base.Base) *Users
- ~a.Users.Gone~: removed
- ~a.Users.List~: changed from func(string) error to func(string, int) error
- ~a.Users.Lost~: removed
- ~a.Users.Name~: changed from string to []byte
- ~a.Users.Old~: removed
- ~a/internal/inner.Inner.Kept~: changed from func(int) to func(string)
- ~internal/base.Base.Kept~: changed from func(int) to func(string)
- ~core/a.Users.List~: removed
- ~gone~: package removed
- ~renamed~: package name changed from renamed to fresh
- ~root.Answer~: value changed from 42 to 43
`

// ticks writes backticks for tildes.
func ticks(text string) string { return strings.ReplaceAll(text, "~", "`") }

func TestEveryKindOfBreak(t *testing.T) {
	t.Parallel()
	s := tagged(t, "v0.3.0", all)
	s.write(changed)
	s.expect(result{Status: 1, Stdout: ticks(changedReport + changedLines)})

	// What it says to paste announces every break.
	s.write("-- CHANGELOG.md --\n# Changelog\n\n" + ticks(changedLines))
	got := s.run()
	if got.Status != 0 || !strings.HasSuffix(got.Stdout, "\n# What to do\n\nNothing more in CHANGELOG.md: it announces every break.\n") {
		t.Errorf("the lines that it gave do not announce every break: %+v", got)
	}
	if n := strings.Count(got.Stdout, " (announced)\n"); n != 17 {
		t.Errorf("%d breaks are marked as announced, want 17:\n%s", n, got.Stdout)
	}

	// The next tag has it all.
	s.commit("v0.4.0")
	s.expect(result{Stdout: "The exported Go API is as it was at v0.4.0.\n"})
	if got := s.run("-since", "v0.3.0"); got.Status != 0 || !strings.Contains(got.Stdout, "since v0.3.0") {
		t.Errorf("-since v0.3.0 does not compare with it: %+v", got)
	}
}

func TestWithoutBreaks(t *testing.T) {
	t.Parallel()
	s := tagged(t, "v0.1.0", all)
	s.write("-- sdk/internal/base/base.go --\npackage base\n\ntype Base struct{}\n\nfunc (b *Base) Kept(n int) {}\n\nfunc (b *Base) Lost() {}\n" +
		"-- cmd/tool/main.go --\npackage main\n\nfunc main() {}\n" +
		"-- sdk/tests/only_test.go --\n")
	s.commit("")
	s.expect(result{Stdout: "The exported Go API is as it was at v0.1.0.\n"})

	s.write("-- sdk/gone/more.go --\npackage gone\n\nfunc More() {}\n")
	s.expect(result{Stdout: ticks(`# The exported Go API since v0.1.0

## gone

Compatible:

- ~gone.More~: added

# What to do

Nothing: no change is breaking.
`)})
}

// Where a break stands in the changelog decides whether it is announced.
func TestAnnounced(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       map[string]bool
	}{
		{"nothing", "", map[string]bool{}},
		{"a line", "# C\n\n## Unreleased\n\n### Breaking\n\n- `a.F`: removed, use `a.G`\n", map[string]bool{"a.F": true, "a.G": true}},
		{"no backticks", "## Unreleased\n\n### Breaking\n\n- a.F: removed\n", map[string]bool{}},
		{"a backtick too many", "## Unreleased\n### Breaking\n- a ` b\n- `a.F`\n", map[string]bool{"a.F": true}},
		{"another section", "## Unreleased\n\n### Removed\n\n- `a.F`\n", map[string]bool{}},
		{"after another section", "## Unreleased\n### Added\n- `a.G`\n### Breaking\n- `a.F`\n### Fixed\n- `a.H`\n", map[string]bool{"a.F": true}},
		{"deeper headings", "## Unreleased\n### Breaking\n#### `a`\n- `a.F`\n", map[string]bool{"a": true, "a.F": true}},
		{"a version that is out", "## Unreleased\n\n## v0.1.0\n\n### Breaking\n\n- `a.F`\n", map[string]bool{}},
		{"above every version", "### Breaking\n- `a.F`\n## Unreleased\n", map[string]bool{}},
		{"before the sections", "## v0.1.0\n### Breaking\n## Unreleased\n- `a.F`\n", map[string]bool{}},
		{"ends of lines as on Windows", "## Unreleased\r\n\r\n### Breaking\r\n\r\n- `a.F`\r\n", map[string]bool{"a.F": true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if d := cmp.Diff(test.want, announced(test.text)); d != "" {
				t.Errorf("other symbols are announced (-want +got):\n%s", d)
			}
		})
	}
}

func TestAnnouncedInPart(t *testing.T) {
	t.Parallel()
	s := tagged(t, "v0.1.0", small)
	s.write("-- sdk/a/a.go --\npackage a\n-- CHANGELOG.md --\n## Unreleased\n\n### Breaking\n\n- `a.G`: call nothing.\n")
	s.expect(result{Status: 1, Stdout: ticks(`# The exported Go API since v0.1.0

## a

Breaking:

- ~a.F~: removed
- ~a.G~: removed (announced)

# What to do

Breaks that CHANGELOG.md does not announce: 1. Keep what was, or put this there, and tell what programs do instead:

## Unreleased

### Breaking

- ~a.F~: removed
`)})
}

func TestNextMajorVersion(t *testing.T) {
	t.Parallel()
	s := tagged(t, "v1.4.0", small)
	s.write("-- sdk/a/a.go --\npackage a\n\nfunc F() {}\n-- CHANGELOG.md --\n## Unreleased\n### Breaking\n- `a.G`: call `a.F`.\n")
	s.expect(result{Stdout: ticks(`# The exported Go API since v1.4.0

## a

Breaking:

- ~a.G~: removed (announced)

# What to do

Nothing more in CHANGELOG.md: it announces every break.

Programs rely on v1.4.0: a break asks for the new major version v2, whose module path is example.com/m/v2.
`)})

	// That path is a break itself, and the only one.
	s.write("-- go.mod --\nmodule example.com/m/v2\n\ngo 1.26\n")
	s.expect(result{Status: 1, Stdout: ticks(`# The exported Go API since v1.4.0

## module

Breaking:

- ~example.com/m~: module path changed to example.com/m/v2

# What to do

Breaks that CHANGELOG.md does not announce: 1. Keep what was, or put this there, and tell what programs do instead:

## Unreleased

### Breaking

- ~example.com/m~: module path changed to example.com/m/v2

Programs rely on v1.4.0: a break asks for the new major version v2, whose module path is example.com/m/v2.
`)})

	s.git("tag", "-d", "v1.4.0")
	s.commit("v2.0.0")
	s.write("-- sdk/a/a.go --\npackage a\n")
	if got, want := s.run().Stdout, "v3, whose module path is example.com/m/v3.\n"; !strings.HasSuffix(got, want) {
		t.Errorf("the report does not end with %q:\n%s", want, got)
	}
}

// The last tag is the last on the way to the current commit, and a version.
func TestLastTag(t *testing.T) {
	t.Parallel()
	s := tagged(t, "", small)
	s.git("tag", "vendored")
	s.expect(result{Stdout: "There is no tag v[0-9]* yet: the exported Go API has nothing to keep to.\n"})

	s.git("tag", "v0.1.0")
	s.commit("v0.2.0")
	s.commit("")
	s.git("tag", "nightly")
	s.git("checkout", "-q", "-b", "other", "v0.1.0")
	s.commit("v0.9.0")
	s.git("checkout", "-q", "nightly")
	s.expect(result{Stdout: "The exported Go API is as it was at v0.2.0.\n"})
	s.expect(result{Stdout: "The exported Go API is as it was at other.\n"}, "-since", "other")
}

// What is compared is the working tree, from any folder of it, and the repository
// stays as it is.
func TestLeavesNoTrace(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s := tagged(t, "v0.1.0", small)
	s.write("-- .gitattributes --\n*.go export-ignore\n")
	s.commit("v0.2.0")
	s.write("-- sdk/b/b.go --\npackage b\n-- sdk/c/c.go --\npackage c\n")
	s.commit("")
	s.write("-- sdk/b/b.go --\npackage b\n\nfunc F() {}\n")
	s.git("add", "-A")
	s.write("-- sdk/a/a.go --\npackage a\n\nfunc F() {}\n")
	before := s.git("status", "--porcelain") + s.git("worktree", "list")
	s.folder = filepath.Join(s.folder, "sdk")
	got := s.run()
	if got.Status != 1 || !strings.Contains(got.Stdout, ticks("- ~a.G~: removed\n")) {
		t.Errorf("it does not see a function that was removed from the working tree: %+v", got)
	}
	s.folder = filepath.Dir(s.folder)
	if d := cmp.Diff(before, s.git("status", "--porcelain")+s.git("worktree", "list")); d != "" {
		t.Errorf("the repository changed (-before +after):\n%s", d)
	}
	left, err := filepath.Glob(filepath.Join(temporary, "apicheck-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("it leaves %v behind: %v", left, err)
	}
}

func TestIncomparable(t *testing.T) {
	t.Parallel()
	broken := strings.ReplaceAll(small, "func G() {}", "func G() Missing {}")
	for _, test := range []struct {
		name, before, now string
		args              []string
		want              string
	}{
		{"the tag does not compile", broken, small, nil,
			"apicheck: v0.1.0: does not compile: sdk/a/a.go:5:10: undefined: Missing; where it cannot be mended, compare with another revision: -since REVISION\n"},
		{"the working tree does not compile", small, broken, nil,
			"apicheck: the working tree: does not compile: sdk/a/a.go:5:10: undefined: Missing\n"},
		{"an internal package does not compile", small,
			"-- sdk/a/a.go --\npackage a\n\nimport \"example.com/m/internal/b\"\n\nvar V b.B\n-- internal/b/b.go --\npackage b\n\ntype B Missing\n", nil,
			"apicheck: the working tree: does not compile: internal/b/b.go:3:8: undefined: Missing\n"},
		{"the tag is no module", "-- sdk/a/a.go --\npackage a\n", small, nil,
			"apicheck: v0.1.0: the root folder has no go.mod that can be read; where it cannot be mended, compare with another revision: -since REVISION\n"},
		{"no such revision", small, small, []string{"-since", "v7"},
			"apicheck: there is no revision v7: `git log` and `git tag` list them; a shallow clone lacks most: git rev-parse: exit status 128: fatal: Needed a single revision\n"},
		{"a revision that looks like an option", small, small, []string{"-since", "--since=2020-01-01"},
			"apicheck: there is no revision --since=2020-01-01: `git log` and `git tag` list them; a shallow clone lacks most: git rev-parse: exit status 128: fatal: Needed a single revision\n"},
		{"an argument", small, small, []string{"v0.1.0"},
			"apicheck takes no arguments, but got \"v0.1.0\": name a revision with -since\n"},
		{"a wrong flag", small, small, []string{"-sinc", "v0.1.0"},
			"flag provided but not defined: -sinc\nUsage of apicheck:\n  -since revision\n    \tcompare with this revision instead of the last tag\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := tagged(t, "v0.1.0", test.before)
			s.write(test.now)
			s.expect(result{Status: 2, Stderr: test.want}, test.args...)
		})
	}
}

func TestNoRepository(t *testing.T) {
	t.Parallel()
	s := tagged(t, "v0.1.0", small)
	s.folder = t.TempDir()
	if got, want := s.run(), "apicheck: the current folder is in no git repository that can be read: git rev-parse: "; got.Status != 2 || !strings.HasPrefix(got.Stderr, want) {
		t.Errorf("outside of a repository it ends with %+v, want status 2 and %q", got, want)
	}
	s.git("init", "-q")
	if got, want := s.run(), "apicheck: listing the tags: "; got.Status != 2 || !strings.HasPrefix(got.Stderr, want) {
		t.Errorf("without a commit it ends with %+v, want status 2 and %q", got, want)
	}
}

// A shallow clone without tags must not pass for a module that has none yet.
func TestShallowClone(t *testing.T) {
	t.Parallel()
	s := tagged(t, "v0.1.0", small)
	s.commit("")
	shallow := t.TempDir()
	s.git("clone", "-q", "--depth=1", "--no-tags", "file://"+filepath.ToSlash(s.folder), shallow)
	s.folder = shallow
	s.expect(result{Status: 2, Stderr: "apicheck: there is no tag, but this is a shallow clone, which may lack it: run `git fetch --unshallow --tags`, or set fetch-depth: 0 for actions/checkout\n"})
}

func TestHelp(t *testing.T) {
	t.Parallel()
	got := scratch{t, t.TempDir()}.run("-help")
	want := result{Stderr: "Usage of apicheck:\n  -since revision\n    \tcompare with this revision instead of the last tag\n"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-help ends otherwise (-want +got):\n%s", d)
	}
}

// What apidiff passes over, or fails on.
func TestUnseen(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, before, now string
		want              []string
	}{
		{"an interface embeds no error any more", "type E interface{ error; N() }", "type E interface{ N() }",
			[]string{"~a.E.Error~: removed"}},
		{"an interface embeds none of ours any more", "type e interface{ M() }\ntype E interface{ e; N() }", "type E interface{ N() }",
			[]string{"~a.E.M~: removed"}},
		{"an interface has a method itself", "type e interface{ M(); m() }\ntype E interface{ e; N() }", "type E interface{ M(); N() }", nil},
		{"an interface has a method less, which apidiff sees", "type E interface{ M(); N() }", "type E interface{ N() }",
			[]string{"~a.E.M~: removed"}},
		{"an interface that is not exported", "type e interface{ M() }", "type e interface{ N() }", nil},
		{"an alias names an interface that is less", "type e interface{ M() }\ntype E = e", "type e interface{ N() }\ntype E = e",
			[]string{"~a.e.M~: removed", "~a.e.N~: added"}},
		{"a type parameter more", "func X[T any](t T) {}", "func X[T, U any](t T) {}",
			[]string{"~a.X~: type parameters changed from [any] to [any, any]"}},
		{"another constraint", "type C interface{ M() }\nfunc X[T any](t T) {}", "type C interface{ M() }\nfunc X[T C](t T) {}",
			[]string{"~a.X~: type parameters changed from [any] to [C]"}},
		{"another name of a type parameter", "func X[T any](t T) {}", "func X[U any](t U) {}", nil},
		{"no type parameter any more, which apidiff sees", "func X[T any](t T) {}", "func X(t int) {}",
			[]string{"~a.X~: changed from func(T) to func(int)"}},
		{"a struct embeds error, which apidiff fails on", "type E struct{ M int }", "type E struct{ error }",
			[]string{"~a~: cannot be compared: apidiff failed: runtime error: invalid memory address or nil pointer dereference"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := tagged(t, "v0.1.0", strings.ReplaceAll(small, "func G() {}", test.before))
			s.write(strings.ReplaceAll(small, "func G() {}", test.now))
			var want, got []string
			for _, line := range test.want {
				want = append(want, ticks("- "+line))
			}
			// The lines to paste are the breaks.
			r := s.run()
			if r.Status == incomparable {
				t.Fatal(r.Stderr)
			}
			if _, lines, found := strings.Cut(r.Stdout, "### Breaking\n\n"); found {
				got = strings.Split(strings.TrimSpace(lines), "\n")
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("it finds other breaks (-want +got):\n%s", d)
			}
		})
	}
}
