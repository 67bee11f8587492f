package spec

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// resolvePages resolves the method that goes through every page.
func (l *loader) resolvePages(m *Method, definition *ast.OperationDefinition) {
	d := definition.Directives.ForName("pages")
	if d == nil {
		return
	}
	pages := &Pages{Name: stringArgument(d, "name")}
	var ok [3]bool
	if stringArgument(d, "cursor") != "" {
		ok[0] = l.pageCursor(pages, m, d)
	} else {
		pages.Page, pages.First, ok[0] = l.pageVariable(m, definition, d, "page")
	}
	pages.Count, pages.Size, ok[1] = l.pageVariable(m, definition, d, "count")
	pages.List, pages.Element, ok[2] = l.pageList(m, d)
	if ok != [3]bool{true, true, true} {
		return
	}
	pages.Total = l.pageTotal(m, d)
	m.Pages = pages
}

// pageCursor finds what says where a page begins, and where the next one does.
func (l *loader) pageCursor(pages *Pages, m *Method, d *ast.Directive) bool {
	cursor, info := stringArgument(d, "cursor"), stringArgument(d, "info")
	i := slices.IndexFunc(m.Parameters, func(f *Field) bool { return f.GraphQL == cursor && f.Type == (Type{Name: "string"}) && !f.Required })
	if i < 0 || m.Input == nil {
		l.problems.addf(d.Position, "@pages needs a variable $%s of type String, for the cursor", cursor)
		return false
	}
	pages.Cursor = m.Parameters[i]
	if field := l.answerField(m.Operation.Result.Type, info); field != nil && field.Type.Prefix == "*" {
		pages.Info = field.Name
		more, next := l.answerField(field.Type, "hasNextPage"), l.answerField(field.Type, "endCursor")
		if more != nil && next != nil {
			pages.More, pages.Next = more.Name, next.Name
			return true
		}
	}
	l.problems.addf(d.Position, "@pages needs an answer with hasNextPage and endCursor in the field %s: select them, or name another with info: ...", info)
	return false
}

// answerField finds a field of a model.
func (l *loader) answerField(t Type, name string) *Field {
	model := l.models[t.Name]
	if model == nil {
		return nil
	}
	i := slices.IndexFunc(model.Fields, func(f *Field) bool { return f.GraphQL == name })
	if i < 0 {
		return nil
	}
	return model.Fields[i]
}

// pageTotal finds the field of the answer that holds the number of all elements;
// "" where there is none.
func (l *loader) pageTotal(m *Method, d *ast.Directive) string {
	name := stringArgument(d, "total")
	for _, field := range l.models[m.Operation.Result.Type.Name].Fields {
		if field.GraphQL == name && field.Type == (Type{Name: "int"}) {
			return field.Name
		}
	}
	return ""
}

// pageVariable finds the parameter that says which page, or how many on it, and
// its default.
func (l *loader) pageVariable(m *Method, definition *ast.OperationDefinition, d *ast.Directive, role string) (*Field, int, bool) {
	name := stringArgument(d, role)
	i := slices.IndexFunc(m.Parameters, func(f *Field) bool { return f.GraphQL == name })
	variable := definition.VariableDefinitions.ForName(name)
	if i < 0 || variable == nil || variable.DefaultValue == nil || m.Input == nil || m.Parameters[i].Type.Name != "int" {
		l.problems.addf(d.Position, "@pages needs an Int variable $%s with a default, for the %s", name, role)
		return nil, 0, false
	}
	value, err := strconv.Atoi(variable.DefaultValue.Raw)
	if err != nil {
		l.problems.addf(d.Position, "@pages: the default of $%s is no number", name)
		return nil, 0, false
	}
	return m.Parameters[i], value, true
}

// pageList finds the field of the answer that holds the elements.
func (l *loader) pageList(m *Method, d *ast.Directive) (string, Type, bool) {
	name := stringArgument(d, "list")
	if model := l.models[m.Operation.Result.Type.Name]; model != nil && m.Operation.Result.Type.Prefix == "*" {
		for _, field := range model.Fields {
			element, ok := strings.CutPrefix(field.Type.Prefix, "[]")
			if field.GraphQL == name && ok && (element == "*" || element == "" && l.isInterfaceType(Type{Package: field.Type.Package, Name: field.Type.Name})) {
				return field.Name, Type{Prefix: element, Package: field.Type.Package, Name: field.Type.Name}, true
			}
		}
	}
	l.problems.addf(d.Position, "@pages needs an answer with a list of models in the field %s: select it, or name another with list: ...", name)
	return "", Type{}, false
}
