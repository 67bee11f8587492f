// Package config reads the file that tells the generator what to read, what to
// write and which names the field has.
package config
