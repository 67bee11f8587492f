// The websignin program is a small website whose visitors sign in through the browser, with
// package oidc. By itself it starts an Authing service in a box to sign in at, so it needs no
// account:
//
//	go run ./sdk/examples/websignin
//
// With a real application, whose redirect URL is http://localhost:8080/callback and whose
// sign-out URL is http://localhost:8080/:
//
//	AUTHING_APP_SECRET=... go run ./sdk/examples/websignin -issuer https://my-app.authing.cn/oidc -client APP_ID
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/oidc"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "websignin:", err)
		os.Exit(1)
	}
}

// application is an OIDC application and its issuer.
type application struct {
	issuer, id string
	secret     authing.Secret // "" for a public one
}

// run serves the website until the context ends.
func run(ctx context.Context, arguments []string, getenv func(string) string, out io.Writer) error {
	flags := flag.NewFlagSet("websignin", flag.ContinueOnError)
	address := flags.String("address", "localhost:8080", "where to listen")
	url := flags.String("url", "", "what the website's addresses begin with, such as https://www.example.com; http:// and -address unless it is given")
	issuer := flags.String("issuer", "", "the OIDC issuer; a box unless it is given")
	id := flags.String("client", "", "the ID of the application at the issuer")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		return err
	}
	defer listener.Close() // the server closes it, where it comes to that
	if *url == "" {
		*url = "http://" + reachable(*address, listener)
	}
	app := application{*issuer, *id, authing.Secret(getenv("AUTHING_APP_SECRET"))}
	if app.issuer == "" {
		box, err := authingtest.New()
		if err != nil {
			return err
		}
		defer box.Close()
		if app, err = fill(box, *url); err != nil {
			return err
		}
		fmt.Fprintf(out, "An Authing service in a box listens at %s. Sign in as %s with the password %q.\n", box.URL, email, password)
	}
	client, err := oidc.New(app.issuer, app.id, oidc.WithSecret(app.secret), oidc.WithRedirectURL(*url+"/callback"))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The website is at %s/\n", *url)
	return serve(ctx, listener, newSite(client, *url, app.issuer).handler())
}

// reachable gives the host that was asked for, this machine where none was, with the port
// that is listened at, which 0 leaves open.
func reachable(address string, listener net.Listener) string {
	host, _, _ := net.SplitHostPort(address)                  // it is listened at
	_, port, _ := net.SplitHostPort(listener.Addr().String()) // likewise
	return net.JoinHostPort(cmp.Or(host, "localhost"), port)
}

// The person in the box, who is nobody real.
const email, password = "ada@example.com", "correct horse"

// fill puts a person and this website into a box.
func fill(box *authingtest.Server, url string) (application, error) {
	_, err := box.AddUser(authingtest.User{Email: email, Password: password, Name: "Ada Lovelace"})
	if err != nil {
		return application{}, err
	}
	app, err := box.AddOIDCApp(authingtest.App{
		Name: "the example", RedirectURIs: []string{url + "/callback"}, PostLogoutRedirectURIs: []string{url + "/"},
	})
	return application{box.URL + "/oidc", app.ID, app.Secret}, err
}

const (
	headerTimeout = 10 * time.Second // how long a browser may take over the head of a request
	grace         = 5 * time.Second  // how long requests may go on once the program is to end
)

// serve answers until the context ends, and then lets requests come to their end.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	return server.Shutdown(ctx)
}
