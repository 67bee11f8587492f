package interop_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// recordedCoreCalls lists the calls of the core API's client that were recorded
// and that this module has too.
func recordedCoreCalls(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "core-wire.json"))
	done(t, err)
	var recording struct {
		Cases map[string]struct{ Recorded string }
	}
	done(t, json.Unmarshal(text, &recording))
	calls := map[string]bool{
		"password key (before the first password)": true,
		"management: owner token":                  true,
		// Package oidc has these.
		"getAccessTokenByCode":            true,
		"getUserInfoByAccessToken":        true,
		"getNewAccessTokenByRefreshToken": true,
		"introspectToken":                 true,
		"revokeToken":                     true,
		"validateToken":                   true,
	}
	for _, recorded := range recording.Cases {
		if recorded.Recorded != "" {
			calls[recorded.Recorded] = true
		}
	}
	return slices.Sorted(maps.Keys(calls))
}

// coreExcuses are for what calls of the core API's client are not seen to do.
func coreExcuses() map[excuse]string {
	return map[excuse]string{
		{coreBuild, "password key (before the first password)", fail}: "whoever asks gets it",
		{coreBuild, "getCurrentUser", fail}:                           "the client says that there is nobody where the service refuses",
	}
}
