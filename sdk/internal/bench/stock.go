package main

import (
	"context"
	"net/http"

	"github.com/Khan/genqlient/graphql"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// stock is genqlient's own client under the generated operations.
type stock struct {
	runtime *runtime.Client // only to encrypt
	client  graphql.Client
	manager graphql.Client
}

func newStock(s *service) (*stock, error) {
	client, err := runtime.New(pool, runtime.Settings{Mode: runtime.SessionCredential}, runtime.WithPasswordKey(s.pem))
	if err != nil {
		return nil, err
	}
	return &stock{
		runtime: client,
		client:  graphql.NewClient(s.url+"/graphql", http.DefaultClient),
		manager: graphql.NewClient(s.url+"/graphql", authorized{}),
	}, nil
}

// authorized sends with a token.
type authorized struct{}

// Do sends.
func (authorized) Do(req *http.Request) (*http.Response, error) {
	req.Header.Set("Authorization", "Bearer "+managerToken)
	return http.DefaultClient.Do(req)
}

// login signs in.
func (s *stock) login(ctx context.Context) (*authing.User, error) {
	sealed, err := s.runtime.Call(runtime.Operation{Name: "Login"}).Seal(ctx, "Password", password)
	if err != nil {
		return nil, err
	}
	answer, err := operations.Login(ctx, s.client, pool, email, "", sealed, "", "", "", "", "", "", "", "")
	if err != nil {
		return nil, err
	}
	return answer.Login, nil
}

// list reads a page.
func (s *stock) list(ctx context.Context, size int) (*authing.UserPage, error) {
	answer, err := operations.List(ctx, s.manager, pool, 1, size, nil)
	if err != nil {
		return nil, err
	}
	return answer.Users, nil
}
