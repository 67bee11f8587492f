package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/authing-community/authing-go/sdk/authingtest"
)

// writeEnvironment writes what a client needs as a file that a shell can source.
// Only its owner may read it, and nobody ever reads half of it.
func writeEnvironment(path string, box *authingtest.Server) error {
	content := assign("AUTHING_URL", box.URL) + assign("AUTHING_POOL", box.PoolID) + assign("AUTHING_APP", box.AppID) +
		assign("AUTHING_SECRET", box.Secret.Reveal()) + assign("AUTHING_PASSWORD_KEY", box.PasswordKey())
	// The mode of a temporary file is 0600 from the first moment.
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("-env: %w", err)
	}
	_, err = file.WriteString(content)
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name()) // there is a better error to report
		return fmt.Errorf("-env: %w", err)
	}
	return nil
}

// assign writes a variable as every POSIX shell reads it: within single quotes
// nothing but the single quote means anything.
func assign(name, value string) string {
	return "export " + name + "='" + strings.ReplaceAll(value, "'", `'\''`) + "'\n"
}
