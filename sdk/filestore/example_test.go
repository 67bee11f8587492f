package filestore_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/authing-community/authing-go/sdk/filestore"
)

func ExampleSession() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "session.json") // SessionPath names the usual place

	ctx := context.Background()
	session := filestore.NewSession(path)
	if err := session.Save(ctx, "the-token"); err != nil {
		log.Fatal(err)
	}
	token, err := filestore.NewSession(path).Load(ctx) // in the next process
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token, token.Reveal() == "the-token")
	// Output: [redacted] true
}

func ExampleTokenCache() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)

	ctx := context.Background()
	cache := filestore.NewTokenCache(filepath.Join(folder, "tokens.json")) // CachePath names the usual place
	if err := cache.Save(ctx, "POOL_ID", "the-owner-token"); err != nil {
		log.Fatal(err)
	}
	token, err := cache.Load(ctx, "ANOTHER_POOL")
	fmt.Println(token == "", err)
	// Output: true <nil>
}
