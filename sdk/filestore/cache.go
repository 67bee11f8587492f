package filestore

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/authing-community/authing-go/sdk/authing"
)

// version is the form of the files' content. A file of another one is not ours.
const version = 1

// TokenCache shares owner tokens between the processes of one user on one machine. It
// holds any number of tokens, each under a key. It is safe for concurrent use, in one
// process and in several.
type TokenCache struct{ file file }

// cacheContent is what a cache's file holds.
type cacheContent struct {
	Version int                       `json:"version"`
	Tokens  map[string]authing.Secret `json:"tokens"`
}

// NewTokenCache returns the cache in the file at path; [CachePath] names the usual place.
// Nothing is read or made yet.
func NewTokenCache(path string) *TokenCache { return &TokenCache{file{path}} }

// Load returns the token under key, or "" where there is none.
func (c *TokenCache) Load(ctx context.Context, key string) (authing.Secret, error) {
	raw, err := c.file.read(ctx)
	if err != nil {
		return "", fmt.Errorf("authing: load the token cache: %w", err)
	}
	return readCache(raw).Tokens[key], nil
}

// Save puts the token under key; an empty token removes what is there. Other keys keep
// theirs, whoever saved them.
func (c *TokenCache) Save(ctx context.Context, key string, token authing.Secret) error {
	err := c.file.update(ctx, func(old []byte) ([]byte, error) {
		content := readCache(old)
		if token == "" {
			delete(content.Tokens, key)
		} else {
			content.Tokens[key] = token
		}
		return json.Marshal(content)
	})
	if err != nil {
		return fmt.Errorf("authing: save to the token cache: %w", err)
	}
	return nil
}

// readCache reads a file's content. What is not ours counts as an empty cache.
func readCache(raw []byte) cacheContent {
	var content cacheContent
	if len(raw) > largest || json.Unmarshal(raw, &content) != nil || content.Version != version || content.Tokens == nil {
		return cacheContent{Version: version, Tokens: make(map[string]authing.Secret)}
	}
	return content
}
