package runtime

import "github.com/authing-community/authing-go/sdk/authing"

// Credential says in whose name a call goes out.
type Credential int

// The credentials. A client holds one of the last two, and any client may send
// without.
const (
	NoCredential      Credential = iota // no Authorization at all
	SessionCredential                   // the token of the person signed in
	OwnerCredential                     // the owner token of the pool, or a manager's token
)

// Operation is what a call is told about the method behind it.
type Operation struct {
	Name       string       // the method, for errors: "Login"
	Host       authing.Host // the role of the host that serves it
	Path       string       // the GraphQL path: "/graphql"; "" where Endpoint is set
	Credential Credential   // in whose name it goes out
	Repeatable bool         // whether it may reach the service twice
	Endpoint   *Endpoint    // the HTTP endpoint it is bound to; nil for GraphQL
}

// Endpoint is the HTTP endpoint that serves a field of the schema outside GraphQL.
type Endpoint struct {
	Field     string     // the field's name in the response
	Method    string     // GET or POST
	Path      string     // the path below the host, with {name} for an argument, in the query too
	Body      Body       // how the arguments that are not in Path travel
	Answer    Answer     // what the answer looks like
	Bearer    string     // the argument that is a token, sent as the Authorization; "" for none
	Arguments []Argument // what the field is called with
}

// Argument is one argument of an endpoint.
type Argument struct {
	Name     string // its name in the path, query or body
	Variable string // the GraphQL variable that fills it; "" for a constant
	Value    string // JSON: the constant, or what stands for the variable while it is unset
}

// Body is how an endpoint takes its arguments.
type Body int

// The bodies.
const (
	NoBody   Body = iota // in path and query alone
	JSONBody             // as a JSON object
	FormBody             // as a form, URL-encoded
)

// Answer is what an endpoint's answer looks like.
type Answer int

// The answers.
const (
	AnswerBody    Answer = iota // the whole body is the value
	AnswerData                  // {code, message, data}: data is the value, a code other than 200 a refusal
	AnswerMessage               // likewise, but the message is the value, "" where there is none
	AnswerStatus                // the body says nothing; success is the value true
)
