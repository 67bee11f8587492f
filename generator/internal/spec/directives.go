package spec

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// preludeName marks what the generator itself defines, so that it is never
// taken for a part of the schema.
const preludeName = "(generator)"

// The directives of the two languages. What is said of the server stands on
// the schema, what is said of the clients on the operations; both are checked
// as GraphQL and stripped before anything is sent.
const fixedDirectives = schemaDirectives + operationDirectives

const schemaDirectives = `
"names the service that serves the root fields of this block"
directive @service(name: String!) repeatable on OBJECT

"binds a root field to an endpoint outside GraphQL"
directive @http(
  method: SDKHTTPMethod!
  "the host role"
  host: String!
  "a template: {argument} in path or query; the other arguments go into the body"
  path: String!
  body: SDKHTTPBody! = NONE
  answer: SDKHTTPAnswer! = BODY
  "the argument that is a token, sent as the request's Authorization and nowhere else"
  bearer: String
) on FIELD_DEFINITION

enum SDKHTTPMethod { GET POST }
enum SDKHTTPBody { NONE JSON FORM }
enum SDKHTTPAnswer {
  "the whole body is the field's value"
  BODY
  "the body is {code, message, data}; the data are the value"
  DATA
  "the body is {code, message}; the message is the value"
  MESSAGE
  "the body is not read: a 2xx answer is the value true"
  STATUS
}

"is a String, or a list of them, with JSON in it"
directive @json on FIELD_DEFINITION | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION

"gives the number of a code that the service refuses with"
directive @code(number: Int!) on ENUM_VALUE
`

const operationDirectives = `
enum SDKCredential { NONE SESSION OWNER }
enum SDKSession { START END }

"keeps an operation for hand-written code: no client gets a method"
directive @hidden on QUERY | MUTATION

"fills a variable, or a field of its input object, with what the client knows"
directive @filled(with: String!, field: String) repeatable on VARIABLE_DEFINITION

"encrypts a password, the variable or fields of its input object, before it is sent"
directive @sealed(fields: [String!]) on VARIABLE_DEFINITION

"keeps a value, or fields of an input object, out of logs and messages; an Int is given as text"
directive @secret(fields: [String!]) on VARIABLE_DEFINITION | FIELD

"is a moment: its text is kept and parsed on demand"
directive @time(fields: [String!]) on VARIABLE_DEFINITION | FIELD

"says that fields which the schema lets be null must be given"
directive @required(fields: [String!]!) on VARIABLE_DEFINITION

"says that a variable which may be left out must be given where the method sends that credential"
directive @neededFor(credential: SDKCredential!) on VARIABLE_DEFINITION

"says that one field must be given with another, where the method sends that credential"
directive @needs(field: String!, with: String!, credential: SDKCredential!) repeatable on VARIABLE_DEFINITION

"tells an input object whose absent and empty fields differ"
directive @patch on VARIABLE_DEFINITION

"names the fields of an input object that a caller may give; the others are not sent"
directive @only(fields: [String!]!) on VARIABLE_DEFINITION

"sends a field of the input object with this value always, so that no caller gives it"
directive @fixed(field: String!, value: SDKValue!) repeatable on VARIABLE_DEFINITION

"a boolean, a number or a text"
scalar SDKValue

"is one of the values of an enum, though the schema says String"
directive @enum(name: String!) on VARIABLE_DEFINITION

"is a list that travels as one comma-separated String"
directive @joined on VARIABLE_DEFINITION

"lets a field of the input object be given as a file, which the hand-written function uploads first"
directive @file(field: String!, by: String!) on VARIABLE_DEFINITION

"is one of the codes that the service refuses with"
directive @isCode on FIELD

"gives the Go name of a variable, of a field of its input object, or of a result's field"
directive @go(name: String!, field: String) repeatable on VARIABLE_DEFINITION | FIELD

"makes a fragment a Go model; the name is the fragment's where none is given"
directive @model(name: String) on FRAGMENT_DEFINITION

"is an answer of code and message: a code other than 200 is an error, the message is the result"
directive @outcome on FIELD
`

// prelude gives the directives for one API: those that name its clients have
// an argument for each, and those that name its codes their enum.
func prelude(api *config.API, codes *ast.Definition) *ast.Source {
	var b strings.Builder
	b.WriteString(fixedDirectives)
	var clients strings.Builder
	for _, s := range api.Surfaces {
		fmt.Fprintf(&clients, "  %s: SDKCredential\n", s.Name)
	}
	in := documents(&b, api)
	fmt.Fprintf(&b, `
"makes an operation a method of the named clients, each with what it sends"
directive @method(
  "the method's name in the API's documents; none where it is in no document"
  document: String
%[2]s  "the method's name in the published client, where it is in no document"
  published: String
  "the name of the group that the method belongs to"
  group: String
%[1]s  session: SDKSession
  "the field of the answer that holds the token of a session that starts"
  token: String! = "token"
  "whether a mutation may be sent twice"
  repeatable: Boolean! = false
  "the alternatives of what must be given, each a list of names"
  needs: [String!]
) on QUERY | MUTATION

"adds a method that goes through every page of the operation's list"
directive @pages(
  name: String!
  "the variables, with defaults, that say which page and how many on it"
  page: String! = "page"
  count: String! = "count"
  "the field of the answer that holds the elements"
  list: String! = "list"
  "the field of the answer that holds the number of all elements, where there is one"
  total: String! = "totalCount"
  "the variable that takes the cursor after which a page begins, where pages have no numbers"
  cursor: String
  "the field of the answer with hasNextPage and endCursor, where pages have no numbers"
  info: String! = "pageInfo"
) on QUERY

"adds a hand-written method that builds on the operation"
directive @composite(
  name: String!
  document: String
%[2]s  published: String
  "the name of the group that the method belongs to; its function is named after both"
  group: String
%[1]s  session: SDKSession
) repeatable on QUERY | MUTATION
`, clients.String(), in)
	if codes != nil {
		fmt.Fprintf(&b, `
"names the codes that an operation is refused with, by a document's word or assumed"
directive @codes(documented: [%[1]s!], assumed: [%[1]s!]) on QUERY | MUTATION
`, codes.Name)
	}
	return &ast.Source{Name: preludeName, Input: b.String()}
}

// documents defines the enum of the documents, where there are any, and gives the
// argument that names some of them.
func documents(b *strings.Builder, api *config.API) string {
	var names []string
	for _, d := range api.Documents {
		if !d.Published {
			names = append(names, d.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	fmt.Fprintf(b, "\nenum SDKDocument { %s }\n", strings.Join(names, " "))
	return "  \"the documents that the method stands in\"\n  in: [SDKDocument!]\n"
}

// ours tells the generator's own directives from the executable ones of
// GraphQL, which stay in the query.
func ours(d *ast.Directive) bool {
	return d.Definition != nil && d.Definition.Position != nil && d.Definition.Position.Src != nil &&
		d.Definition.Position.Src.Name == preludeName
}

// The readers below rely on validation: an argument has the type that the
// prelude gives it.

func stringArgument(d *ast.Directive, name string) string {
	if d == nil {
		return ""
	}
	if argument := d.Arguments.ForName(name); argument != nil {
		return argument.Value.Raw
	}
	if definition := d.Definition.Arguments.ForName(name); definition != nil && definition.DefaultValue != nil {
		return definition.DefaultValue.Raw
	}
	return ""
}

func listArgument(d *ast.Directive, name string) []string {
	if d == nil {
		return nil
	}
	argument := d.Arguments.ForName(name)
	if argument == nil {
		return nil
	}
	if argument.Value.Kind != ast.ListValue { // GraphQL takes one value for a list of one
		return []string{argument.Value.Raw}
	}
	var list []string
	for _, child := range argument.Value.Children {
		list = append(list, child.Value.Raw)
	}
	return list
}
