package emit

import (
	"bytes"
	"fmt"
	"go/format"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/dave/jennifer/jen"
	"golang.org/x/sync/errgroup"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/mark"
	"github.com/authing-community/authing-go/generator/internal/naming"
	"github.com/authing-community/authing-go/generator/internal/source"
	"github.com/authing-community/authing-go/generator/internal/spec"
)

// File is a generated file; Path is relative to the module's root.
type File struct {
	Path    string
	Content []byte
}

// printer prints one API.
type printer struct {
	config  *config.Config
	api     *spec.API
	speller *naming.Speller
	// composites and runtime are the packages whose functions surfaces
	// delegate to, shared is the one whose names the models' package has too.
	composites, runtime, shared *source.Package

	writing sync.Mutex // guards files
	files   []File
}

// All prints every file of every API.
func All(cfg *config.Config, apis []*spec.API) ([]File, error) {
	files, err := tables(cfg, apis)
	if err != nil {
		return nil, err
	}
	printed := make([][]File, len(apis))
	var printing errgroup.Group
	for i, api := range apis {
		printing.Go(func() (err error) {
			printed[i], err = printAPI(cfg, api)
			return err
		})
	}
	if err := printing.Wait(); err != nil {
		return nil, err
	}
	return append(files, slices.Concat(printed...)...), nil
}

func newPrinter(cfg *config.Config, api *spec.API) *printer {
	return &printer{config: cfg, api: api, speller: naming.New(cfg.Initialisms, cfg.Words)}
}

// printAPI prints every file of one API but the table of codes.
func printAPI(cfg *config.Config, api *spec.API) ([]File, error) {
	p := newPrinter(cfg, api)
	var err error
	if p.composites, err = p.read(api.Config.Composites); err != nil {
		return nil, err
	}
	if p.runtime, err = p.read(cfg.Runtime); err != nil {
		return nil, err
	}
	if p.shared, err = p.read(api.Config.Shared); err != nil {
		return nil, err
	}
	if err := p.checkPeople(); err != nil {
		return nil, err
	}
	// genqlient takes the longest, so it starts first and is not made to share its
	// processor with all the others at once.
	steps := []func() error{p.calls, p.models, p.interfaces, p.inputs, p.enums, p.reexports, p.wire, p.answers, p.routes, p.box, p.reference}
	for _, s := range api.Config.Surfaces {
		printed := &surface{printer: p, Surface: s}
		steps = append(steps, printed.client, printed.inputAliases, printed.optionFunctions)
	}
	var printing errgroup.Group
	printing.SetLimit(runtime.GOMAXPROCS(0))
	for _, step := range steps {
		printing.Go(step)
	}
	if err := printing.Wait(); err != nil {
		return nil, err
	}
	return p.files, nil
}

// Reads lists the hand-written Go files that a run reads, by their full paths.
func Reads(cfg *config.Config) ([]string, error) {
	folders := []string{cfg.Runtime}
	for _, api := range cfg.APIs {
		folders = append(folders, api.Composites, api.Shared, api.Models)
		for _, surface := range api.Surfaces {
			folders = append(folders, surface.Package)
		}
	}
	slices.Sort(folders)
	var files []string
	for _, folder := range slices.Compact(folders) {
		written, err := source.Files(filepath.Join(cfg.Root, folder))
		if err != nil {
			return nil, err
		}
		files = append(files, written...)
	}
	return files, nil
}

// add adds a file to the output.
func (p *printer) add(file File) {
	p.writing.Lock()
	defer p.writing.Unlock()
	p.files = append(p.files, file)
}

// read reads what a person wrote of the package in a folder.
func (p *printer) read(folder string) (*source.Package, error) {
	return source.Read(p.config.Root, folder)
}

// newFile starts a file of the package in a folder.
func (p *printer) newFile(folder string) *jen.File {
	f := jen.NewFilePathName(p.config.Import(folder), path.Base(folder))
	f.HeaderComment(mark.Sentence(p.config))
	f.NoFormat = true // see render
	c := p.api.Config
	for _, known := range []string{c.Models, c.Shared, c.Wire, c.Calls, c.Composites, p.config.Runtime, p.config.Redact} {
		f.ImportName(p.config.Import(known), path.Base(known))
	}
	if c.Shared != c.Models && base(c.Shared) == base(c.Models) && folder != c.Models {
		f.ImportAlias(p.config.Import(c.Shared), "shared")
	}
	return f
}

// qual is a name of another package: of the models' rather than of the shared
// one where both have it.
func (p *printer) qual(path, name string) *jen.Statement {
	if path == p.config.Import(p.api.Config.Shared) && slices.Contains(p.api.Config.Reexports, name) {
		path = p.config.Import(p.api.Config.Models)
	}
	return jen.Qual(path, name)
}

// render formats a file, once, and adds it to the output.
func (p *printer) render(folder, name string, f *jen.File) error {
	var b bytes.Buffer
	if err := f.Render(&b); err != nil {
		return fmt.Errorf("printing %s/%s: %w", folder, name, err)
	}
	formatted, err := format.Source(groupImports(b.Bytes()))
	if err != nil {
		return fmt.Errorf("formatting %s/%s: %w", folder, name, err)
	}
	p.add(File{Path: path.Join(folder, name), Content: formatted})
	return nil
}

// groupImports sets the standard library apart from other packages, as people do.
// jennifer prints one import to a line, sorted.
func groupImports(source []byte) []byte {
	const begin, end = "\nimport (\n", "\n)\n"
	before, rest, ok := strings.Cut(string(source), begin)
	if !ok {
		return source
	}
	block, after, ok := strings.Cut(rest, end)
	if !ok {
		return source
	}
	var standard, others []string
	for line := range strings.Lines(block + "\n") {
		_, path, _ := strings.Cut(line, `"`)
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
			others = append(others, line)
		} else {
			standard = append(standard, line)
		}
	}
	return []byte(before + begin + strings.Join(standard, "") + "\n" + strings.Join(others, "") + end[1:] + after)
}

// goType prints a type.
func goType(t spec.Type) *jen.Statement {
	if t.Package == "" {
		return jen.Op(t.Prefix).Id(t.Name)
	}
	return jen.Op(t.Prefix).Qual(t.Package, t.Name)
}

// doc prints a comment of wrapped lines; paragraphs are kept apart.
func doc(text string) *jen.Statement {
	s := jen.Null()
	for i, line := range wrap(strings.TrimSpace(text), 97) {
		if i > 0 {
			s.Line()
		}
		s.Comment(strings.TrimRight("// "+line, " "))
	}
	return s
}

// declare prints the doc comment of the declaration that comes next.
func declare(f *jen.File, text string) {
	f.Line()
	f.Add(doc(text))
}

// wrap breaks paragraphs, which empty lines separate, into lines of a width in
// runes.
func wrap(text string, width int) []string {
	var lines []string
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			lines = append(lines, "")
		}
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
				lines = append(lines, line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		lines = append(lines, line)
	}
	return lines
}

// enumerate joins words as English does.
func enumerate(words []string, conjunction string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	case 2:
		return words[0] + " " + conjunction + " " + words[1]
	}
	return strings.Join(words[:len(words)-1], ", ") + ", " + conjunction + " " + words[len(words)-1]
}
