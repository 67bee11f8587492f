package explain_test

import (
	"fmt"
	"go/types"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/explain"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// TestSignatures holds the signatures that are told against those of the compiled
// packages: every one of them is real, and every method is told.
func TestSignatures(t *testing.T) {
	cfg, err := config.Load("../../authing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	methods := explained(t, cfg)
	told := map[string]string{} // by import path, type and method
	for _, m := range methods {
		group, name, grouped := strings.Cut(m.Name, ".")
		if !grouped {
			group, name = "Client", m.Name
		}
		for _, c := range m.Clients {
			told[cfg.Import(c.Package)+" "+group+"."+name] = c.Signature
			if c.Iterator != "" {
				iterator := m.Iterator[strings.LastIndex(m.Iterator, ".")+1:]
				told[cfg.Import(c.Package)+" "+group+"."+iterator] = c.Iterator
			}
			if c.Signature == "" {
				t.Errorf("%s has no signature on %s", m.Name, c.Package)
			}
		}
	}
	for name, signature := range compiled(t, cfg) {
		if told[name] != signature {
			t.Errorf("%s is told as\n%s\nand is\n%s", name, told[name], signature)
		}
		delete(told, name)
	}
	for name, signature := range told {
		t.Errorf("%s is told as %s, and is not there", name, signature)
	}
}

func explained(t *testing.T, cfg *config.Config) []*explain.Method {
	t.Helper()
	apis, err := spec.LoadAll(cfg)
	if err != nil {
		t.Fatal(err)
	}
	methods, err := explain.All(cfg, apis)
	if err != nil {
		t.Fatal(err)
	}
	if len(methods) < 200 {
		t.Fatalf("only %d methods are told", len(methods))
	}
	return methods
}

// compiled gives the signatures of all generated methods, as the compiler has them.
func compiled(t *testing.T, cfg *config.Config) map[string]string {
	t.Helper()
	var paths []string
	for _, api := range cfg.APIs {
		for _, surface := range api.Surfaces {
			paths = append(paths, cfg.Import(surface.Package))
		}
	}
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedExportFile, Dir: cfg.Root}, paths...)
	if err != nil {
		t.Fatal(err)
	}
	signatures := map[string]string{}
	for _, p := range loaded {
		for _, problem := range p.Errors {
			t.Fatal(problem)
		}
		for _, name := range p.Types.Scope().Names() {
			named, ok := p.Types.Scope().Lookup(name).Type().(*types.Named)
			if !ok || named.Obj().Pkg() != p.Types {
				continue
			}
			for method := range named.Methods() {
				at := p.Fset.Position(method.Pos())
				if method.Exported() && path.Base(at.Filename) == "client.gen.go" {
					signatures[p.PkgPath+" "+name+"."+method.Name()] = signature(method)
				}
			}
		}
	}
	return signatures
}

// signature writes a method as its source does.
func signature(method *types.Func) string {
	local := func(p *types.Package) string {
		if p == method.Pkg() {
			return ""
		}
		return p.Name()
	}
	s := method.Signature()
	receiver := types.TypeString(s.Recv().Type(), local)
	return fmt.Sprintf("func (%s %s) %s%s", s.Recv().Name(), receiver, method.Name(), strings.TrimPrefix(types.TypeString(s, local), "func"))
}

// TestFind asks for methods in every way that they have a name.
func TestFind(t *testing.T) {
	cfg, err := config.Load("../../authing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	methods := explained(t, cfg)
	tests := []struct {
		ask  string
		want []string // API and name
	}{
		{"Login", []string{"classic Login"}},
		{"Client.Login", []string{"classic Login"}},
		{"Users.List", []string{"core Users.List"}},
		{"users.list", []string{"core Users.List"}},
		{"UsersList", []string{"core Users.List"}},
		{"Users.All", []string{"core Users.List"}},
		{"usersLIST", []string{"core Users.List"}},
		{"QRLogin.Wait", []string{"classic QRLogin.Wait"}},
		{"UsersStatus", []string{"classic UsersStatus"}}, // hand-written code sends it
		{"Logout", []string{"classic Logout", "core Logout"}},
	}
	for _, test := range tests {
		found, err := explain.Find(methods, test.ask)
		if err != nil {
			t.Errorf("%s: %v", test.ask, err)
			continue
		}
		var got []string
		for _, m := range found {
			got = append(got, m.API+" "+m.Name)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s finds %q, not %q", test.ask, got, test.want)
		}
	}
}

// TestMeant asks for names that nothing has.
func TestMeant(t *testing.T) {
	cfg, err := config.Load("../../authing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	methods := explained(t, cfg)
	tests := map[string]string{
		"AddUsers":     ": did you mean Groups.AddUsers or Roles.AddUsers?",
		"addusers":     ": did you mean Groups.AddUsers or Roles.AddUsers?",
		"Wait":         ": did you mean QRLogin.Wait?",
		"Users.Lst":    ": did you mean Users.List?",
		"LoginByADD":   ": did you mean LoginByAD?",
		"loginByEmail": ": did you mean LoginByAD, LoginByAccount, LoginByLDAP, LoginByOIDC or RegisterByEmail?",
		"Parliament":   "",
	}
	for name, want := range tests {
		_, err := explain.Find(methods, name)
		if err == nil {
			t.Errorf("%s is found", name)
			continue
		}
		if _, got, _ := strings.Cut(err.Error(), `"`+name+`"`); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
}

// TestRequestsOfHandWritten sees that a method of several requests is told with all,
// and each of them with the methods that send it.
func TestRequestsOfHandWritten(t *testing.T) {
	cfg, err := config.Load("../../authing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	methods := explained(t, cfg)
	tests := map[string][]string{
		"Preflight":   {"UsersStatus", "OAuthStatus", "CDNStatus"},
		"LoginByOIDC": {"OIDCTokenByPassword", "OIDCClaims"},
		"All":         {"List"},
		"Users.List":  {"UsersList"},
	}
	for name, want := range tests {
		found, err := explain.Find(methods, name)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{found[0].Request.Operation}
		for _, r := range found[0].Further {
			got = append(got, r.Operation)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s sends %q, not %q", name, got, want)
		}
	}
	found, err := explain.Find(methods, "CDNStatus")
	if err != nil {
		t.Fatal(err)
	}
	if m := found[0]; !m.Hidden || !slices.Equal(m.Composites, []string{"Preflight"}) {
		t.Errorf("CDNStatus is hidden: %v, and sent by %q", m.Hidden, m.Composites)
	}
}

// TestEveryRequest sees that every method is told with what it sends: the text of a
// query as the generated code has it, or the endpoint.
func TestEveryRequest(t *testing.T) {
	cfg, err := config.Load("../../authing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range explained(t, cfg) {
		r := m.Request
		if (r.Query == "") == (r.Body == "") {
			t.Errorf("%s is told with the query %q and the body %q: it has one of them", m.Name, r.Query, r.Body)
		}
		for _, d := range m.Documents {
			if d.Title == "" || d.Method == "" {
				t.Errorf("%s stands in a document without a name: %+v", m.Name, d)
			}
		}
		if r.Host == "" || r.Path == "" || r.Line == 0 || m.Doc == "" || (len(m.Clients) == 0) != m.Hidden {
			t.Errorf("%s lacks something: %+v", m.Name, m)
		}
	}
}
