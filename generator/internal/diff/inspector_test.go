package diff_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/authing-community/authing-go/generator/internal/diff"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// inspector is the folder of the judge.
const inspector = "../../testdata/inspector"

// TestInspector compares what is said of every pair of the corpus with what
// graphql-inspector says, by the paths of the changes and their classes. Every
// disagreement has a row in the table, and every row is one.
func TestInspector(t *testing.T) {
	rows := map[string]disagreement{}
	for _, d := range disagreements() {
		if _, ok := rows[d.key()]; ok {
			t.Errorf("%s has two rows", d.key())
		}
		rows[d.key()] = d
	}
	all := pairs(t)
	verdicts := judged(t, all)
	compared := 0
	for _, p := range all {
		ours, theirs := ourJudgement(t, p), verdicts[p.name]
		for _, path := range slices.Sorted(maps.Keys(union(ours, theirs))) {
			compared++
			got := disagreement{pair: p.name, path: path, ours: ours[path].String(), theirs: theirs[path].String()}
			row, ok := rows[got.key()]
			delete(rows, got.key())
			switch got.reason = row.reason; {
			case got.ours == got.theirs && !ok:
			case got.ours == got.theirs:
				t.Errorf("%s: both say %q now: remove the row", got.key(), got.ours)
			case got != row:
				t.Errorf("%s: we say %q, graphql-inspector says %q; the row of the table: %+v", got.key(), got.ours, got.theirs, row)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		t.Errorf("%s: nobody says anything of it: remove the row", key)
	}
	t.Logf("%d changes compared, %d disagreements", compared, len(disagreements()))
}

// classes are what is said at one path, each once and the worst first.
type classes map[diff.Class]bool

func (c classes) String() string {
	var words []string
	for _, class := range []diff.Class{diff.Breaking, diff.Dangerous, diff.Safe} {
		if c[class] {
			words = append(words, class.String())
		}
	}
	return strings.Join(words, " and ")
}

// judgement is what is said of a pair, by path.
type judgement map[string]classes

func (j judgement) say(path string, class diff.Class) {
	if j[path] == nil {
		j[path] = classes{}
	}
	j[path][class] = true
}

func union(a, b judgement) judgement {
	both := maps.Clone(a)
	maps.Copy(both, b)
	return both
}

func ourJudgement(t *testing.T, p pair) judgement {
	t.Helper()
	j := judgement{}
	for _, c := range changes(t, p.old, p.new) {
		j.say(inspectorPath(c), c.Class)
	}
	return j
}

// inspectorPath is a change's coordinate as graphql-inspector writes it: T.f.a
// for T.f(a:) and T.f.@d for T.f@d. What is of a directive that has kinds of its
// own is at the directive's path, as it is in [verdictPath].
func inspectorPath(c diff.Change) string {
	path := regexp.MustCompile(`\((\w+):\)`).ReplaceAllString(c.Coordinate, ".$1")
	path = regexp.MustCompile(`(\w)@`).ReplaceAllString(path, "$1.@")
	path = strings.Replace(path, "schema.@", ".@", 1)
	switch {
	case c.Kind == diff.DirectiveArgumentAdded:
		return "@" + c.Directive
	case strings.Contains(string(c.Kind), "_DEPRECATION_"):
		return path + ".@deprecated"
	case strings.Contains(string(c.Kind), "_ONE_OF_"):
		return path + ".@oneOf"
	}
	switch c.Kind {
	case diff.ScalarSpecifiedByChanged:
		return path + ".@specifiedBy"
	case diff.FieldServiceChanged:
		return path + ".@service"
	case diff.FieldEndpointChanged:
		return path + ".@http"
	case diff.EnumValueCodeChanged:
		return path + ".@code"
	}
	return path
}

// verdict is what the judge says of a pair.
type verdict struct {
	Name    string
	Changes []finding
	Error   string
}

// finding is one change that the judge found.
type finding struct{ Kind, Class, Path string }

// verdictPath is where a finding is put: that of a root type has no path, and
// one of the arguments of a directive that has kinds of its own belongs to the
// directive.
func verdictPath(f finding) string {
	if root, ok := strings.CutSuffix(f.Kind, "_TYPE_CHANGED"); ok && f.Path == "" {
		return strings.ToLower(strings.ReplaceAll(root, "_", "."))
	}
	if strings.HasSuffix(f.Kind, "_DEPRECATION_REASON_REMOVED") {
		return f.Path + ".@deprecated"
	}
	return regexp.MustCompile(`(\.@(deprecated|specifiedBy|service|http|code))\.\w+$`).ReplaceAllString(f.Path, "$1")
}

// judged lets the judge look at pairs.
func judged(t *testing.T, all []pair) map[string]judgement {
	t.Helper()
	type question struct {
		Name string `json:"name"`
		Old  string `json:"old"`
		New  string `json:"new"`
	}
	var questions []question
	for _, p := range all {
		questions = append(questions, question{p.name, known(p.old), known(p.new)})
	}
	input, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	var verdicts []verdict
	if err := json.Unmarshal(runJudge(t, input), &verdicts); err != nil {
		t.Fatal(err)
	}
	if len(verdicts) != len(questions) {
		t.Fatalf("the judge says something of %d pairs, of %d", len(verdicts), len(questions))
	}
	judgements := map[string]judgement{}
	for _, v := range verdicts {
		judgements[v.Name] = theirJudgement(t, v)
	}
	return judgements
}

// known adds the generator's directives to a schema that uses them.
func known(text string) string {
	if regexp.MustCompile(`@(service|http|json|code)\b`).MatchString(text) {
		return text + spec.SchemaDirectives()
	}
	return text
}

// theirJudgement leaves out what is nested in something that was added as a
// whole, which we do not tell; the other half of an argument that a directive is
// given another value for, which is told as a removal and an addition; and the
// generator's own definitions, which stand on one side only where the other uses
// none of them.
func theirJudgement(t *testing.T, v verdict) judgement {
	t.Helper()
	j := judgement{}
	if v.Error != "" && !strings.HasPrefix(v.Name, "directive_deprecation") { // see notRead
		t.Errorf("%s: the judge cannot read it: %s", v.Name, v.Error)
	}
	levels := map[string]diff.Class{"BREAKING": diff.Breaking, "DANGEROUS": diff.Dangerous, "NON_BREAKING": diff.Safe}
	var whole []string
	for _, c := range v.Changes {
		class, ok := levels[c.Class]
		if !ok {
			t.Fatalf("%s: the judge has the class %q", v.Name, c.Class)
		}
		nested := slices.ContainsFunc(whole, func(path string) bool { return c.Path == path || strings.HasPrefix(c.Path, path+".") })
		if isWhole(c.Kind) {
			whole = append(whole, c.Path)
		}
		half := c.Kind == "DIRECTIVE_USAGE_ARGUMENT_ADDED" && slices.Contains(v.Changes, finding{"DIRECTIVE_USAGE_ARGUMENT_REMOVED", "DANGEROUS", c.Path})
		if !nested && !half && !isOurs(c.Path) {
			j.say(verdictPath(c), class)
		}
	}
	return j
}

// isWhole tells the kinds of what is added together with all that is in it.
func isWhole(kind string) bool {
	return slices.Contains([]string{"TYPE_ADDED", "FIELD_ADDED", "FIELD_ARGUMENT_ADDED", "INPUT_FIELD_ADDED", "ENUM_VALUE_ADDED", "DIRECTIVE_ADDED"}, kind) ||
		strings.HasPrefix(kind, "DIRECTIVE_USAGE_") && strings.HasSuffix(kind, "_ADDED") && kind != "DIRECTIVE_USAGE_ARGUMENT_ADDED"
}

func isOurs(path string) bool {
	return regexp.MustCompile(`^(SDKHTTP|@(service|http|json|code)\b)`).MatchString(path)
}

func runJudge(t *testing.T, input []byte) []byte {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "Node.js is not installed, which runs graphql-inspector:", err)
	}
	if _, err := os.Stat(filepath.Join(inspector, "node_modules", "@graphql-inspector", "core")); err != nil {
		missing(t, "graphql-inspector is not installed, run `make interop-deps`:", err)
	}
	// The go command takes no result from its cache when a file has changed that
	// a test looks at; what Node.js looks at it does not see.
	if _, err := os.Stat(filepath.Join(inspector, "judge.mjs")); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), node, "judge.mjs")
	command.Dir = inspector
	command.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("the judge fails: %v\n%s", err, stderr.String())
	}
	return out
}

// missing ends a test for want of a program: in CI, where all of them have to be
// there, as a failure.
func missing(t *testing.T, reason ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(reason...)
	}
	t.Skip(reason...)
}

// TestInspectorLockFile sees that npm installs the judge in the version that the
// table is of, from whichever registry is set up.
func TestInspectorLockFile(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(inspector, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Version, Resolved, Integrity string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"@graphql-inspector/core": "8.0.0", "graphql": "16.15.0"} {
		if got := lock.Packages["node_modules/"+name].Version; got != want {
			t.Errorf("the version of %s is %q, want %q", name, got, want)
		}
	}
	for name, locked := range lock.Packages {
		if name == "" { // this folder
			continue
		}
		if locked.Resolved != "" || !strings.HasPrefix(locked.Integrity, "sha512-") {
			t.Errorf("%s is resolved to %q with integrity %q", name, locked.Resolved, locked.Integrity)
		}
	}
	if bytes.Contains(text, []byte("registry")) {
		t.Error("the lock file names a registry")
	}
}

// disagreement is a row of the table.
type disagreement struct {
	pair, path, ours, theirs, reason string
}

func (d disagreement) key() string { return fmt.Sprintf("%s: %s", d.pair, d.path) }
