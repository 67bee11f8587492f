package filestore

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// CachePath returns where a program's [TokenCache] usually lies: in its folder within
// [os.UserCacheDir]. The program is the folder's name.
func CachePath(program string) (string, error) {
	return path("CachePath", os.UserCacheDir, program, "authing-tokens.json")
}

// SessionPath returns where a program's [Session] usually lies: in its folder within
// [os.UserConfigDir], because what is in a cache may be thrown away at any time. The
// program is the folder's name.
func SessionPath(program string) (string, error) {
	return path("SessionPath", os.UserConfigDir, program, "authing-session.json")
}

func path(function string, folder func() (string, error), program, name string) (string, error) {
	if program == "." || !filepath.IsLocal(program) || strings.ContainsAny(program, `/\`) {
		return "", &authing.InputError{Operation: "filestore." + function, Parameter: "program", Problem: "is not the name of a folder"}
	}
	base, err := folder()
	if err != nil {
		return "", err
	}
	return filepath.Join(base, program, name), nil
}
