package sdk

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// snippet is a block of Go in a document: the statements of a function.
type snippet struct {
	place, code string
	client      string // the package whose client the code uses; "" where it makes its own
	core        bool   // the clients are those of the core API
}

var fence = regexp.MustCompile("(?s)(<!-- (client|imports|api): ([a-z ]+) -->\n *)?```go\n(.*?)```")

// TestDocumentsCompile compiles the Go code of the documents, so that nobody copies what
// does not.
func TestDocumentsCompile(t *testing.T) {
	var snippets []snippet
	for _, document := range []string{"../README.md", "MIGRATING.md"} {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for i, match := range fence.FindAllStringSubmatch(string(text), -1) {
			s := snippet{place: fmt.Sprintf("%s, block %d", document, i+1), code: match[4]}
			switch match[2] {
			case "client":
				s.client = match[3]
			case "api":
				s.core = match[3] == "core"
			}
			snippets = append(snippets, s)
		}
	}
	if len(snippets) < 10 {
		t.Fatalf("only %d blocks of Go were found", len(snippets))
	}
	var classic, core []snippet
	for _, s := range snippets {
		if s.core {
			core = append(core, s)
		} else {
			classic = append(classic, s)
		}
	}
	compile(t, source(classic, ""))
	compile(t, source(core, "core/"))
}

// TestContributingIsTrue finds the case that CONTRIBUTING.md shows first in the schema and
// the operations. What it shows later is of no schema here.
func TestContributingIsTrue(t *testing.T) {
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```graphql\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 2 {
		t.Fatalf("%d blocks of GraphQL, want the schema's and the operation's first", len(blocks))
	}
	for i, file := range []string{"../schema/classic/messages.graphql", "../operations/classic/messages.graphql"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(source), blocks[i][1]) {
			t.Errorf("%s does not hold:\n%s", file, blocks[i][1])
		}
	}
}

// source is a Go file with a function for each snippet. The clients are those of the API
// in a folder.
func source(snippets []snippet, folder string) string {
	var b strings.Builder
	b.WriteString("package snippets\n\nimport (\n")
	for _, path := range []string{"context", "errors", "fmt", "net/http", "testing", "time"} {
		fmt.Fprintf(&b, "\t%q\n", path)
	}
	for _, name := range []string{folder + "authing", "authingtest", folder + "enduser", "filestore", folder + "management", "oidc", "verify"} {
		fmt.Fprintf(&b, "\t\"github.com/authing-community/authing-go/sdk/%s\"\n", name)
	}
	b.WriteString(")\n\nvar (\n\t_ = errors.Is\n\t_ = fmt.Sprint\n\t_ http.Handler\n\t_ *testing.T\n\t_ time.Time\n" +
		"\t_ authing.Secret\n\t_ *authingtest.Server\n\t_ *enduser.Client\n\t_ *filestore.Session\n\t_ *management.Client\n\t_ *oidc.Client\n\t_ *verify.Verifier\n)\n")
	for i, s := range snippets {
		parameters := "ctx context.Context, t *testing.T, mux http.Handler, r *http.Request, poolID, userID, email, phone, path, pem, query string, secret, password, token authing.Secret, variables, out any"
		if s.client != "" {
			parameters += ", client *" + s.client + ".Client"
		}
		fmt.Fprintf(&b, "\n// %s\nfunc snippet%d(%s) error {\n%s\n\treturn nil\n}\n", s.place, i+1, parameters, s.code)
	}
	return b.String()
}

// unused is what the compiler says of a block that declares something for the reader to
// use.
var unused = regexp.MustCompile(`declared and not used: \w+$`)

// compile builds a file as a package of this module, without writing it there.
func compile(t *testing.T, text string) {
	t.Helper()
	dir := t.TempDir()
	file, overlay := filepath.Join(dir, "snippets.go"), filepath.Join(dir, "overlay.json")
	target, err := filepath.Abs("internal/snippets/snippets.go")
	if err != nil {
		t.Fatal(err)
	}
	mapping, err := json.Marshal(map[string]map[string]string{"Replace": {target: file}})
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string][]byte{file: []byte(text), overlay: mapping} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	output, err := exec.CommandContext(t.Context(), "go", "build", "-gcflags=-e", "-overlay", overlay, "./internal/snippets").CombinedOutput()
	if err == nil {
		return
	}
	for line := range strings.Lines(string(output)) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") && !unused.MatchString(line) {
			t.Error(line)
		}
	}
}
