// Command apicheck compares the exported Go API of the working tree with that of
// the last tag, and fails where a program may not compile any more and CHANGELOG.md
// does not say so: under "## Unreleased", a section "### Breaking" has to name the
// symbol in backticks, as the report prints it. A line of the report can be pasted.
//
// Compared are all packages of the module but commands and those below a folder
// named internal. A symbol is named after its package's folder, without the leading
// sdk, as two packages may have one name: `a.Users.List`, `b/a.Users.List`. A package that
// is gone is one break, and so is one with another name. So is another module path, and
// then nothing else is compared: for programs it is another module. A pre-release is
// a tag as well. What is no break but changes behaviour nobody finds but people.
//
// The exit status is 0 where nothing breaks, where all that does is announced, and
// where there is no tag yet; 1 where a break is not announced; 2 where there was no
// comparing: outside of a git repository, in a shallow clone without tags, with a
// tag that does not compile, with wrong flags. Under `go run` every failure is 1.
//
// golang.org/x/exp/apidiff judges, by Go's own authors. The command of that name is
// not used: it keeps the old API in a file, whose format golang.org/x/tools writes no
// longer ("WriteBundle is an unsupported obsolete experimental API"). Both sides are
// type-checked from source here, by golang.org/x/tools/go/packages, so that no
// format has to last; golang.org/x/mod reads versions and module paths. The git
// command unpacks the tag into a temporary folder, and nothing into the repository.
//
// Two kinds of breaks apidiff passes over are added: see unseen.go. What nobody sees:
// changed unions in constraints, fields and methods of an internal type that an
// exported alias names, and what is there on other platforms alone. A constraint that
// lets in more than before is a break all the same. Struct tags, unkeyed struct
// literals, and names that clash in a type which embeds ours count for nothing, as in
// the promise of Go 1. A package that apidiff fails on is a break, to be looked at and
// announced.
package main
