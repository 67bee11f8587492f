package diff

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// isOwn tells the generator's directives from others of their names.
func isOwn(d *ast.Directive) bool {
	return d.Definition != nil && !specified(d.Name) && builtIn(d.Definition.Position)
}

// binding tells who answers a field now. That breaks: a program of yesterday
// goes on asking where nobody answers it any more. Where nothing was said
// before, nothing could be asked, and that is safe.
func (c *comparer) binding(at Change, old, new ast.DirectiveList) {
	oldEndpoint, newEndpoint := endpoint(old), endpoint(new)
	oldService, newService := services(old), services(new)
	kind, before, after := FieldServiceChanged, oldService, newService
	if oldEndpoint != "" || newEndpoint != "" {
		kind = FieldEndpointChanged
		before, after = either(oldEndpoint, oldService), either(newEndpoint, newService)
	}
	at = at.between(before, after)
	switch {
	case before == after:
	case before == "":
		c.add(at, kind, Safe, "field %s is answered by %s now; nobody was named", at.coordinate(), after)
	case after == "":
		c.add(at, kind, Breaking, "field %s is answered by nobody that is named; it was by %s", at.coordinate(), before)
	default:
		c.add(at, kind, Breaking, "field %s is answered by %s, no longer by %s", at.coordinate(), after, before)
	}
}

func either(endpoint, service string) string {
	if endpoint != "" {
		return endpoint
	}
	return service
}

func services(list ast.DirectiveList) string {
	var names []string
	for _, d := range list.ForNames("service") {
		if isOwn(d) {
			names = append(names, "service "+argument(d, "name"))
		}
	}
	return strings.Join(names, " and ")
}

// endpoint is all that @http says, defaults included.
func endpoint(list ast.DirectiveList) string {
	d := list.ForName("http")
	if d == nil || !isOwn(d) {
		return ""
	}
	text := argument(d, "method") + " " + argument(d, "path") + " of host " + argument(d, "host") +
		" (body " + argument(d, "body") + ", answer " + argument(d, "answer")
	if bearer := argument(d, "bearer"); bearer != "" {
		text += ", bearer " + bearer
	}
	return text + ")"
}

// code tells that a refusal has another number: breaking, as a program of
// yesterday takes it for one that it does not know.
func (c *comparer) code(at Change, old, new ast.DirectiveList) {
	at = at.between(number(old), number(new))
	switch {
	case at.Before == at.After:
	case at.Before == "":
		c.add(at, EnumValueCodeChanged, Safe, "code %s has the number %s now; it had none", at.coordinate(), at.After)
	case at.After == "":
		c.add(at, EnumValueCodeChanged, Breaking, "code %s has no number any more; it was %s", at.coordinate(), at.Before)
	default:
		c.add(at, EnumValueCodeChanged, Breaking, "number of code %s changed from %s to %s", at.coordinate(), at.Before, at.After)
	}
}

func number(list ast.DirectiveList) string {
	d := list.ForName("code")
	if d == nil || !isOwn(d) {
		return ""
	}
	return argument(d, "number")
}
