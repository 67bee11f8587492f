package spec

import (
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/authing-community/authing-go/generator/internal/config"
)

// API is everything that the printers need to know of one API.
type API struct {
	Config *config.API
	// Schema is the validated schema, for the printer of the box types.
	Schema *ast.Schema
	// Used is what the operations use of it, for genqlient.
	Used       *ast.Schema
	Operations []*Operation
	// Fragments is the text of all fragments, for genqlient.
	Fragments  string
	Methods    []*Method
	Composites []*Composite
	// Models are the results, Inputs what methods and their inputs take, each
	// a Go struct of the models' package.
	Models, Inputs []*Struct
	// Interfaces are the results that may be of several types, Answers what they are
	// decoded into where they are the whole of one.
	Interfaces []*Interface
	Answers    []Answer
	Enums      []*Enum
	Codes      []*Code
	// Places are where the Go types of the models' package come from, Shared
	// where those that a person wrote in the shared package are first used.
	Places, Shared map[string]*ast.Position
	// Parts says which parts of the schema are in what is made of it.
	Parts Parts
	// Uses are what the operations make of the schema.
	Uses Uses
}

// Type is a Go type as it is written: a prefix of "*" and "[]", and a name
// with its package's path, which is empty for a predeclared one.
type Type struct {
	Prefix, Package, Name string
}

// String writes the type as genqlient's bind option wants it.
func (t Type) String() string {
	if t.Package == "" {
		return t.Prefix + t.Name
	}
	return t.Prefix + t.Package + "." + t.Name
}

// Struct is a Go struct.
type Struct struct {
	Name, Doc string
	Fields    []*Field
}

// Field is a field of a Go struct.
type Field struct {
	Name, Doc string
	Type      Type
	// GraphQL is the name in the schema or of the variable.
	GraphQL string
	// Tag is the value of the json tag.
	Tag      string
	Required bool
	// NeededFor is the credential with which a method cannot do without the
	// field; "" for none.
	NeededFor string
}

// Enum is an enum of the schema as a Go string type.
type Enum struct {
	Name, Doc string
	Values    []EnumValue
}

// EnumValue is one constant; Value is the text on the wire.
type EnumValue struct {
	Name, Doc, Value string
}

// Code is a number that the service refuses with.
type Code struct {
	Name, Meaning string
	Number        int
	// Documented and Assumed are the methods that answer with it.
	Documented, Assumed []string
}

// Operation is one request, as genqlient gets it and as the runtime sends it.
type Operation struct {
	Name string
	// Label is what errors call it: the method's name.
	Label string
	// Document is the text for genqlient: the operation without our
	// directives, with genqlient's own comments.
	Document string
	// Host is the name of the Go constant of the host role.
	Host string
	// Path is where the host serves GraphQL; empty where Endpoint is set.
	Path       string
	Endpoint   *Endpoint
	Repeatable bool
	Variables  []*Variable
	// Overlay is the wire struct around the caller's input; nil where the
	// input is sent as it is.
	Overlay *Overlay
	Result  Result

	Position *ast.Position
}

// hasBearer reports whether the bearer token is an argument of the call.
func (o *Operation) hasBearer() bool { return o.Endpoint != nil && o.Endpoint.Bearer != "" }

// Endpoint is the binding of an operation to HTTP.
type Endpoint struct {
	Field, Method, Path, Body, Answer string
	// Bearer is the argument that is sent as the Authorization; "" for none.
	Bearer    string
	Arguments []EndpointArgument
}

// EndpointArgument is filled by a variable, or by Value, a JSON text, where
// there is none or it is unset.
type EndpointArgument struct {
	Name, Variable, Value string
}

// Fill says where a value comes from.
type Fill int

const (
	// FromCaller is a parameter as the caller gave it.
	FromCaller Fill = iota
	// FromClient is a value that the client knows; From is the name of the
	// method of the runtime's Call or Client.
	FromClient
	// Sealed is a parameter, encrypted.
	Sealed
	// Digits is a parameter, read as a number.
	Digits
	// Joined is a parameter's elements, separated by commas.
	Joined
	// Fixed is a constant; From is how Go writes it.
	Fixed
	// FromInput is the whole input, with its overlay where it has one.
	FromInput
)

// Variable is a variable of an operation.
type Variable struct {
	// Name is the GraphQL name.
	Name string
	// Type is what the generated function takes.
	Type Type
	Fill Fill
	From string
}

// Overlay is a wire struct: the caller's input, and the fields that are filled
// in or sealed over it.
type Overlay struct {
	Name, Input string
	Fields      []OverlayField
}

// OverlayField lies over a field of the input, or adds one.
type OverlayField struct {
	Field
	Fill Fill
	From string
}

// Result is what an operation answers with and what the method makes of it.
type Result struct {
	Kind ResultKind
	// Type is what the method returns.
	Type Type
	// Bound is what is decoded, where it is not what the method returns.
	Bound Type
	// Field is the Go name of the root field in the response.
	Field string
	// Path are the Go names of the fields below it, for Leaf down to the leaf,
	// for LeafList down to the list; it is empty where the root field is the list.
	Path []string
	// InElement are the Go names of the fields from an element of the list down
	// to the leaf, for LeafList.
	InElement []string
	// Token is the Go name of the model's field that holds the token of a
	// session that starts.
	Token string
}

// ResultKind tells how a result is read.
type ResultKind int

const (
	// Model is a pointer to a model: null is an error.
	Model ResultKind = iota
	// Value is a scalar or an enum, of which null is an error, or a list, which
	// may be empty.
	Value
	// Leaf is what stands alone inside objects: a scalar, a model or a list;
	// null on the way is an error. LeafList is what stands alone inside each
	// element of a list, which may be null.
	Leaf
	LeafList
	// Outcome is a code and a message.
	Outcome
)

// Session says what a method does to the session.
type Session string

const (
	// Start begins a session with the token of the answer, End forgets it.
	Start Session = "START"
	End   Session = "END"
)

// Method is a method of one or more clients.
type Method struct {
	// Name is the method's, Group that of the group it belongs to, if any.
	Name, Group string
	// Document is what the documents call it, Published what the published
	// client does where no document has it.
	Document, Published string
	// In are the names of the documents that it stands in.
	In  []string
	Doc string
	// Credentials are what each client that has the method sends, by the
	// name of the surface: NONE, SESSION or OWNER.
	Credentials map[string]string
	Session     Session
	Operation   *Operation
	// Parameters are what a caller gives, by GraphQL name in order.
	Parameters []*Field
	// Input is the struct that carries them; nil where the one parameter, or
	// none, is taken plainly.
	Input *Struct
	// Needs are the alternatives of what must be given.
	Needs [][]*Field
	// Together are the pairs that must be given together.
	Together []Together
	File     *FileField
	Pages    *Pages

	Documented, Assumed []*Code
	Position            *ast.Position
}

// GivenToken stands among what clients send for a token that is an argument of the call.
const GivenToken = "GIVEN"

// Sends is what each client that has the method sends: its credential, or GivenToken.
func (m *Method) Sends() map[string]string {
	if !m.Operation.hasBearer() {
		return m.Credentials
	}
	sends := map[string]string{}
	for surface := range m.Credentials {
		sends[surface] = GivenToken
	}
	return sends
}

// QualifiedName is the name as a reader writes it: Authz.DeleteGroup.
func (m *Method) QualifiedName() string { return qualified(m.Group, m.Name) }

func qualified(group, name string) string {
	if group == "" {
		return name
	}
	return group + "." + name
}

// Together says that Field must be given with With, where the method sends the
// credential.
type Together struct {
	Field, With *Field
	Credential  string
}

// Pages is a method that goes through every page of another's list.
type Pages struct {
	Name string
	// Page and Count are the fields of the input, First and Size what they are
	// where they are unset.
	Page, Count *Field
	First, Size int
	// List is the field of the answer, with the type of its elements.
	List    string
	Element Type
	// Total is the field with the number of all elements, if there is one.
	Total string
	// Cursor is the field of the input with the cursor after which a page begins,
	// where pages have no numbers; Page, First and Total mean nothing then. Info is
	// the field of the answer that holds the fields More and Next.
	Cursor           *Field
	Info, More, Next string
}

// FileField is a field that may be given as a file.
type FileField struct {
	// Field is the field that takes the address, File the one for the file.
	Field, File *Field
	// By is the hand-written function that uploads.
	By string
}

// Composite is a hand-written method.
type Composite struct {
	// Name is the method's, Group that of the group it belongs to, if any.
	Name, Group         string
	Document, Published string
	// In are the names of the documents that it stands in.
	In          []string
	Credentials map[string]string
	Session     Session
	// On is the operation that it stands on.
	On       *Operation
	Position *ast.Position
}

// QualifiedName is the name as a reader writes it: QRLogin.Wait.
func (c *Composite) QualifiedName() string { return qualified(c.Group, c.Name) }

// Function is the name of the hand-written function.
func (c *Composite) Function() string { return c.Group + c.Name }
