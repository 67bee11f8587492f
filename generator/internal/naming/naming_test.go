package naming_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/generator/internal/naming"
)

func TestSpelling(t *testing.T) {
	speller := naming.New([]string{"MFA", "OIDC"}, map[string]string{"unionid": "UnionID", "oauth": "OAuth"})
	tests := []struct{ name, exported, local string }{
		{"_id", "ID", "id"},
		{"ids", "IDs", "ids"},
		{"userPoolId", "UserPoolID", "userPoolID"},
		{"lastIP", "LastIP", "lastIP"},
		{"MFACode", "MFACode", "mfaCode"},
		{"unionid", "UnionID", "unionID"},
		{"redirect_uris", "RedirectURIs", "redirectURIs"},
		{"redirectURIs", "RedirectURIs", "redirectURIs"},
		{"oAuthUrl", "OAuthURL", "oAuthURL"},
		{"OAuthApps", "OAuthApps", "oAuthApps"},
		{"OIDCApps", "OIDCApps", "oidcApps"},
		{"id_token_signed_response_alg", "IDTokenSignedResponseAlg", "idTokenSignedResponseAlg"},
		{"type", "Type", "typeValue"},
		{"call", "Call", "callValue"},
		{"", "", ""},
		{"_", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := []string{speller.Exported(tt.name), speller.Local(tt.name, "call")}
			if diff := cmp.Diff([]string{tt.exported, tt.local}, got); diff != "" {
				t.Errorf("spelling (-want +got):\n%s", diff)
			}
		})
	}
}

func TestConstant(t *testing.T) {
	speller := naming.New([]string{"MFA"}, nil)
	for name, want := range map[string]string{
		"USER_EXISTS":    "UserExists",
		"MFA_REQUIRED":   "MFARequired",
		"CREATEDAT_DESC": "CreatedatDesc",
		"web":            "Web",
	} {
		if got := speller.Constant(name); got != want {
			t.Errorf("Constant(%q) = %q, want %q", name, got, want)
		}
	}
}
