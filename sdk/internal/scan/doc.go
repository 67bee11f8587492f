// Package scan looks for secrets where none may be. A [Scanner] learns secrets, and finds
// them in texts in every way in which printing could have written them; a [Wire] stands
// between clients and a service and lets a scanner learn every secret that goes by; and
// [Prints] prints a value in every way that people print values.
package scan
