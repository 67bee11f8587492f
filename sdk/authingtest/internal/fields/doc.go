// Package fields carries what two structs have in common from one to the other.
// The generated types of both APIs and the domain share two dozen profile fields,
// and naming each wherever they meet would hide what else is done there.
package fields
