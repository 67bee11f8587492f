package fetch

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// feature is what newer versions of GraphQL added to introspection.
type feature struct {
	name string
	// words are those of the query by which a server names what it refuses.
	words []string
}

// The features that not every server has.
var (
	repeatable     = &feature{"isRepeatable", []string{"isRepeatable"}}
	specifiedBy    = &feature{"specifiedByURL", []string{"specifiedByURL"}}
	oneOf          = &feature{"isOneOf", []string{"isOneOf"}}
	deprecatedArgs = &feature{"deprecated arguments", []string{"__InputValue", "isDeprecated", "deprecationReason", "includeDeprecated"}}
)

// introspect asks for the schema: all that GraphQL can tell first, and again
// without what the server refuses. It also gives the features that were left.
func (t *target) introspect(ctx context.Context) (*announced, []*feature, error) {
	features := []*feature{repeatable, specifiedBy, oneOf, deprecatedArgs}
	for {
		a, err := t.ask(ctx, question(features))
		if err != nil {
			return nil, nil, err
		}
		if len(a.Errors) == 0 {
			if a.Data.Schema == nil {
				return nil, nil, fmt.Errorf("%s answers without a schema, and without an error: see whether the URL is that of a GraphQL endpoint", t)
			}
			return a.Data.Schema, features, nil
		}
		switch {
		case a.Data.Schema != nil && len(features) == 0:
			return nil, nil, fmt.Errorf("%s answers with a part of its schema, and with an error: %s: try again, or tell those who run it", t, t.quote(a.Errors[0].Message))
		case len(features) == 0:
			return nil, nil, fmt.Errorf("%s refuses introspection: %s: have it allowed for you, or change the schema by hand", t, t.quote(a.Errors[0].Message))
		}
		features = without(features, a.Errors)
	}
}

// without drops the features that the errors name; all where they name none.
func without(features []*feature, errs []serverError) []*feature {
	left := slices.DeleteFunc(slices.Clone(features), func(f *feature) bool {
		return slices.ContainsFunc(errs, func(e serverError) bool {
			return slices.ContainsFunc(f.words, func(word string) bool { return strings.Contains(e.Message, word) })
		})
	})
	if len(left) == len(features) {
		return nil
	}
	return left
}

// question is the query of an introspection.
func question(features []*feature) string {
	with := func(f *feature, text string) string {
		if slices.Contains(features, f) {
			return text
		}
		return ""
	}
	deprecated := with(deprecatedArgs, "(includeDeprecated: true)")
	// Lists of lists are asked for to a depth that no schema reaches.
	named := strings.Repeat("kind name ofType { ", 9) + "kind name" + strings.Repeat(" }", 9)
	return `query Introspection {
  __schema {
    queryType { name }
    mutationType { name }
    subscriptionType { name }
    types {
      kind name description ` + with(specifiedBy, "specifiedByURL ") + with(oneOf, "isOneOf") + `
      fields(includeDeprecated: true) {
        name description isDeprecated deprecationReason
        args` + deprecated + ` { ...Input }
        type { ...Named }
      }
      inputFields` + deprecated + ` { ...Input }
      interfaces { name }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      possibleTypes { name }
    }
    directives { name description locations ` + with(repeatable, "isRepeatable") + ` args { ...Input } }
  }
}
fragment Input on __InputValue {
  name description defaultValue ` + with(deprecatedArgs, "isDeprecated deprecationReason") + `
  type { ...Named }
}
fragment Named on __Type { ` + named + ` }
`
}
