package impact

import (
	"github.com/authing-community/authing-go/generator/internal/diff"
)

// Reports are what happened between two sides, to each API that was asked for. JSON
// names are part of the command's output format: what does not apply is left out, and a
// later version may add fields.
type Reports struct {
	// Old and New are the names of the two sides, as they were given.
	Old  string    `json:"old"`
	New  string    `json:"new"`
	APIs []*Report `json:"apis"`
	// Version is the step that all of them ask for.
	Version Version `json:"version"`
}

// Report is what happened to one API.
type Report struct {
	// API is the API's name in the configuration.
	API     string  `json:"api"`
	Summary Summary `json:"summary"`
	Version Version `json:"version"`
	// Changes are all changes of the schema, each with what it does to the SDK.
	Changes []Change `json:"changes"`
	// Other are effects for which no change of the schema was found.
	Other Effects `json:"other,omitzero"`
	// Obstacles are other mistakes that keep the clients from being made from the new
	// side: in the schema, in the configuration, in hand-written Go, or in operations
	// that the old side does not have and that fit neither schema.
	Obstacles []Mistake `json:"obstacles,omitempty"`
	// TestService are the Go names of the test service's types that go or change, which
	// its hand-written code uses. They are no part of what programs import, and count
	// nothing for the version.
	TestService []Symbol `json:"test_service,omitempty"`
	// Fits are operations that fit the new schema and did not fit the old one.
	Fits []string `json:"fits,omitempty"`
}

// Summary counts: changes of the schema by their class, operations that stop
// validating, and Go names by what becomes of them.
type Summary struct {
	diff.Summary
	Operations int `json:"operations"`
	Added      int `json:"added"`
	Removed    int `json:"removed"`
	Changed    int `json:"changed"`
	Behaves    int `json:"behaves"`
}

// Change is a change of the schema with what it does to the SDK.
type Change struct {
	diff.Change
	Effects
}

// Effects are what a change does to the SDK.
type Effects struct {
	// Mistakes are the places in the operations that are no longer valid.
	Mistakes []Mistake `json:"mistakes,omitempty"`
	// Operations are those that stop validating, by these mistakes.
	Operations []Operation `json:"operations,omitempty"`
	// Behave are the operations of hand-written code that are valid as before, and
	// sent or answered otherwise: elsewhere, with another default, by another type.
	Behave []Operation `json:"behave,omitempty"`
	// Symbols are the exported Go names that change, where a field that is no longer
	// valid is left out of its selection, and an operation that is not valid without
	// it, or for another reason, is left out whole. What belongs to a type that comes
	// or goes is not told again.
	Symbols []Symbol `json:"symbols,omitempty"`
}

// Mistake is a place that is not valid; At is the zero value where it has none.
type Mistake struct {
	At diff.Place `json:"at,omitzero"`
	// Definition is the operation or fragment that it is in, if any.
	Definition string `json:"definition,omitempty"`
	Message    string `json:"message"`
}

// Operation is an operation that stops validating, or that behaves otherwise.
type Operation struct {
	Name string     `json:"name"`
	At   diff.Place `json:"at"`
	// Methods are the Go methods that stand on it, as package.Client.Method.
	Methods []string `json:"methods,omitempty"`
	// HandWritten is the folder of the hand-written code that stands on it, if any.
	HandWritten string `json:"hand_written,omitempty"`
	// Dropped tells that it is left out whole, and its methods with it.
	Dropped bool `json:"dropped,omitempty"`
}

// Became says what becomes of a Go name.
type Became string

// What becomes of a Go name. One that behaves otherwise is declared as before:
// what is sent for it, or what it gives, is another.
const (
	Added   Became = "added"
	Removed Became = "removed"
	Changed Became = "changed"
	Behaves Became = "behaves"
)

// Symbol is an exported Go name that changes.
type Symbol struct {
	// Name is package.Name, package.Type.Field or package.Type.Method. Where two
	// packages have one name, their folders stand for it.
	Name    string `json:"name"`
	Package string `json:"package"`
	// Kind is type, alias, field, method, function, constant or variable.
	Kind   string `json:"kind"`
	Became Became `json:"became"`
	// Before and After are its Go types; a constant's with its value.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Version is the version step that Go's rules ask for.
type Version struct {
	// Step is major, minor, patch or none; or unknown, where an obstacle keeps something
	// from being made that may ask for more than AtLeast.
	Step    Step `json:"step"`
	AtLeast Step `json:"at_least,omitempty"`
	// Because says why; of a major step, what apidiff finds incompatible.
	Because []string `json:"because,omitempty"`
}

// Step is a part of a version.
type Step string

// The steps, see https://go.dev/doc/modules/version-numbers.
const (
	Major Step = "major"
	Minor Step = "minor"
	Patch Step = "patch"
	None  Step = "none"
	// Unknown is none of them: see [Version].
	Unknown Step = "unknown"
)
