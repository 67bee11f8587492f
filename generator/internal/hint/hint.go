package hint

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// DidYouMean gives ": did you mean ...?" where a known name is near, and "" where
// none is.
func DidYouMean(name string, known []string) string {
	if nearest := Nearest(name, known); nearest != "" {
		return ": did you mean " + nearest + "?"
	}
	return ""
}

// Slip tells whether two names differ by a slip of the hand: two letters at most.
func Slip(name, other string) bool {
	return levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(other)) <= 2
}

// Nearest gives the known name that is nearest, and "" where none is near.
func Nearest(name string, known []string) string {
	best, least := "", 2*max(len(name)/2, 2)+1
	for _, candidate := range slices.Sorted(slices.Values(known)) {
		// Of two that are as near, the one of the same length is meant.
		distance := 2 * levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(candidate))
		if len(candidate) != len(name) {
			distance++
		}
		if distance < least {
			best, least = candidate, distance
		}
	}
	return best
}
