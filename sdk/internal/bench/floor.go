package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/operations"
)

// timeout and limit are the clients' own defaults: for one answer, and in bytes.
const (
	timeout = 10 * time.Second
	limit   = 32 << 20
)

// floor does by hand what the clients do.
type floor struct {
	url string
	key *rsa.PublicKey
}

// loginVariables are the variables of a sign-in that are sent.
type loginVariables struct {
	Pool     string `json:"pool"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// login signs in.
func (f *floor) login(ctx context.Context) (*authing.User, error) {
	//lint:ignore SA1019 the service takes no other padding
	ciphertext, err := rsa.EncryptPKCS1v15(rand.Reader, f.key, []byte(password))
	if err != nil {
		return nil, err
	}
	sealed := base64.StdEncoding.EncodeToString(ciphertext)
	var answer struct {
		Data struct {
			Login *authing.User `json:"login"`
		} `json:"data"`
	}
	body := floorRequest{operations.Login_Operation, loginVariables{pool, email, sealed}, "Login"}
	if err := f.post(ctx, "", body, &answer); err != nil {
		return nil, err
	}
	return answer.Data.Login, nil
}

// listVariables are the variables of a page that are sent.
type listVariables struct {
	Pool  string `json:"pool"`
	Page  int    `json:"page"`
	Count int    `json:"count"`
}

// list reads a page.
func (f *floor) list(ctx context.Context, size int) (*authing.UserPage, error) {
	var answer struct {
		Data struct {
			Users *authing.UserPage `json:"users"`
		} `json:"data"`
	}
	body := floorRequest{operations.List_Operation, listVariables{pool, 1, size}, "List"}
	if err := f.post(ctx, "Bearer "+managerToken, body, &answer); err != nil {
		return nil, err
	}
	return answer.Data.Users, nil
}

// floorRequest is GraphQL over HTTP.
type floorRequest struct {
	Query         string `json:"query"`
	Variables     any    `json:"variables"`
	OperationName string `json:"operationName"`
}

// post sends a request and decodes the answer.
func (f *floor) post(ctx context.Context, authorization string, question floorRequest, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, f.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("HTTP %s", resp.Status)
	}
	// A json.Decoder on the body would take longer and more memory.
	text, err := io.ReadAll(io.LimitReader(resp.Body, limit))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, answer)
}
