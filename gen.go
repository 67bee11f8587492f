// Package authinggo is the root of the module: it only says how the clients are
// generated. They are in sdk/management and sdk/enduser.
package authinggo

//go:generate go run ./generator generate
