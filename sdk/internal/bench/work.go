package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// What is sent.
const (
	pool         = "5e85aded9cc18e4cc67e7800"
	email        = "ada@example.com"
	password     = "correct horse battery staple"
	managerToken = "header.claims.signature"
)

// work is something to do in three ways.
type work struct {
	name string
	ways [3]func(context.Context) error // client, floor, stock
}

// The ways.
const (
	byClient = iota
	byHand
	byStock
)

// wayNames are the names of the ways, in their order.
var wayNames = [3]string{"client", "floor", "stock"}

// pageSizes are the numbers of users on a page.
func pageSizes() []int { return []int{1, 100, 1000} }

// newWorks starts a service and returns what is measured against it, and what stops it.
func newWorks() (works []work, stop func(), err error) {
	s, err := newService()
	if err != nil {
		return nil, nil, err
	}
	by, err := newStock(s)
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	hand := &floor{url: s.url + "/graphql", key: &s.key.PublicKey}
	signIn, err := newSignIn(s, hand, by)
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	works = append(works, signIn)
	for _, size := range pageSizes() {
		page, err := newPage(s, hand, by, size)
		if err != nil {
			s.Close()
			return nil, nil, err
		}
		works = append(works, page)
	}
	return works, s.Close, nil
}

// newSignIn is a sign-in with email and password.
func newSignIn(s *service, hand *floor, by *stock) (work, error) {
	client, err := enduser.New(pool, enduser.WithOrigin(s.url), enduser.WithPasswordKey(s.pem))
	if err != nil {
		return work{}, err
	}
	return work{"login", [3]func(context.Context) error{
		byClient: func(ctx context.Context) error {
			user, err := client.Login(ctx, enduser.LoginInput{Email: email, Password: password})
			return checkUser(user, err)
		},
		byHand:  func(ctx context.Context) error { return checkUser(hand.login(ctx)) },
		byStock: func(ctx context.Context) error { return checkUser(by.login(ctx)) },
	}}, nil
}

// newPage is a page of so many users.
func newPage(s *service, hand *floor, by *stock, size int) (work, error) {
	client, err := management.New(pool, management.WithOrigin(s.url), management.WithToken(managerToken))
	if err != nil {
		return work{}, err
	}
	return work{fmt.Sprintf("page of %d", size), [3]func(context.Context) error{
		byClient: func(ctx context.Context) error {
			page, err := client.List(ctx, management.ListInput{Page: 1, Count: size})
			return checkPage(page, err, size)
		},
		byHand: func(ctx context.Context) error {
			page, err := hand.list(ctx, size)
			return checkPage(page, err, size)
		},
		byStock: func(ctx context.Context) error {
			page, err := by.list(ctx, size)
			return checkPage(page, err, size)
		},
	}}, nil
}

// checkUser sees that somebody signed in.
func checkUser(user *authing.User, err error) error {
	if err == nil && (user == nil || user.Token == "") {
		err = errors.New("nobody signed in")
	}
	return err
}

// checkPage sees that a page is full.
func checkPage(page *authing.UserPage, err error, size int) error {
	if err == nil && (page == nil || len(page.List) != size) {
		err = errors.New("the page is not full")
	}
	return err
}
