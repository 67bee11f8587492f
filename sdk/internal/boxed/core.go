package boxed

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/authing-community/authing-go/schema"
	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/core/management"
)

// CoreEndUser makes a client of the box's core API with nobody signed in.
func CoreEndUser(t testing.TB, box *Box, options ...enduser.Option) *enduser.Client {
	t.Helper()
	return coreEndUser(t, box, box.AppID, options...)
}

// CoreEndUserAt makes one that acts at another application.
func CoreEndUserAt(t testing.TB, box *Box, appID string) *enduser.Client {
	t.Helper()
	return coreEndUser(t, box, appID)
}

func coreEndUser(t testing.TB, box *Box, appID string, options ...enduser.Option) *enduser.Client {
	t.Helper()
	client, err := enduser.New(box.PoolID, appID, append([]enduser.Option{
		enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()),
		enduser.WithLogger(box.printed.logger()), enduser.WithMiddleware(box.printed.middleware),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// CoreOwner makes a client of the box's core API that holds the pool's secret.
func CoreOwner(t testing.TB, box *Box) *management.Client {
	t.Helper()
	return newCoreOwner(t, box, management.WithSecret(box.Secret))
}

// CoreManager makes one that holds a token in place of the secret.
func CoreManager(t testing.TB, box *Box, token authing.Secret) *management.Client {
	t.Helper()
	return newCoreOwner(t, box, management.WithToken(token))
}

func newCoreOwner(t testing.TB, box *Box, credential management.Option) *management.Client {
	t.Helper()
	client, err := management.New(box.PoolID, credential,
		management.WithOrigin(box.URL), management.WithPasswordKey(box.PasswordKey()),
		management.WithLogger(box.printed.logger()), management.WithMiddleware(box.printed.middleware))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// CoreAda is a client on which she has signed in.
func CoreAda(t testing.TB, box *Box) *enduser.Client {
	t.Helper()
	return CoreSignedIn(t, box, AdaEmail)
}

// CoreSignedIn is a client on which somebody has signed in with the password that all
// share here.
func CoreSignedIn(t testing.TB, box *Box, account string) *enduser.Client {
	t.Helper()
	client := CoreEndUser(t, box)
	if _, err := client.LoginByAccount(context.Background(), enduser.LoginByAccountInput{Account: account, Password: Password}); err != nil {
		t.Fatal(err)
	}
	return client
}

// CoreToken is the token of a client's session, "" where nobody is signed in.
func CoreToken(t testing.TB, client *enduser.Client) authing.Secret {
	t.Helper()
	token, err := client.Token(context.Background())
	if err != nil && !errors.Is(err, authing.ErrNoSession) {
		t.Error(err)
	}
	return token
}

// DocumentedCodes are the codes that the operations of a folder say are documented, by the
// operation's name.
func DocumentedCodes(t testing.TB, folder string) map[string][]authing.Code {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.graphql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has %d files of operations, error %v", folder, len(files), err)
	}
	numbers, found := codeNumbers(t), make(map[string][]authing.Code)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		document, err := parser.ParseQuery(&ast.Source{Name: file, Input: string(text)})
		if err != nil {
			t.Fatal(err)
		}
		for _, operation := range document.Operations {
			codes := operation.Directives.ForName("codes")
			if codes == nil || codes.Arguments.ForName("documented") == nil {
				continue
			}
			for _, code := range codes.Arguments.ForName("documented").Value.Children {
				found[operation.Name] = append(found[operation.Name], numbers[code.Value.Raw])
			}
		}
	}
	return found
}

// codeNumbers are the codes by their names in the schema.
func codeNumbers(t testing.TB) map[string]authing.Code {
	t.Helper()
	text, err := fs.ReadFile(schema.Core, "codes.graphql")
	if err != nil {
		t.Fatal(err)
	}
	document, err := parser.ParseSchema(&ast.Source{Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	numbers := make(map[string]authing.Code)
	for _, value := range document.Definitions.ForName("Code").EnumValues {
		number, err := strconv.Atoi(value.Directives.ForName("code").Arguments.ForName("number").Value.Raw)
		if err != nil {
			t.Fatal(err)
		}
		numbers[value.Name] = authing.Code(number)
	}
	return numbers
}
