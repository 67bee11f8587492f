package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
)

// The exit codes.
const (
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run serves a box until the context ends, and gives the exit code.
func run(ctx context.Context, arguments []string, getenv func(string) string, stdout, stderr io.Writer) int {
	asked, err := parse(arguments)
	if errors.Is(err, flag.ErrHelp) {
		usage(stdout)
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "authing-box: %v\nRun it with -help to see what it takes.\n", err)
		return exitUsage
	}
	if err := serve(ctx, asked, authing.Secret(getenv("AUTHING_SECRET")), stdout, stderr); err != nil {
		fmt.Fprintf(stderr, "authing-box: %v\n", err)
		return exitFailed
	}
	return 0
}

// serve starts the box, and closes it in the end.
func serve(ctx context.Context, asked settings, secret authing.Secret, stdout, stderr io.Writer) error {
	if strings.ContainsFunc(secret.Reveal(), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return errors.New("AUTHING_SECRET has white space or a control character in it, which no client takes: choose another one")
	}
	users, err := readUsers(asked.users)
	if err != nil {
		return err
	}
	options := []authingtest.Option{
		authingtest.WithAddress(asked.listen), authingtest.WithPool(asked.pool, secret), authingtest.WithUsers(users...),
	}
	if asked.data != "" {
		options = append(options, authingtest.WithDataFile(asked.data))
	}
	box, err := authingtest.New(options...)
	if err != nil {
		return explain(err, asked)
	}
	if err := stay(ctx, box, asked, stdout, stderr); err != nil {
		return errors.Join(err, box.Close())
	}
	return box.Close()
}

// stay tells where the box is, and waits.
func stay(ctx context.Context, box *authingtest.Server, asked settings, stdout, stderr io.Writer) error {
	if asked.env != "" {
		if err := writeEnvironment(asked.env, box); err != nil {
			return err
		}
	}
	if asked.users != "" && box.Resumed {
		fmt.Fprintf(stderr, "authing-box: note: the users of %s were not put in, as the data file %s has its own\n", asked.users, asked.data)
	}
	if !loopback(asked.listen) {
		fmt.Fprintf(stderr, "authing-box: warning: %s can be reached from other machines; whoever does so can read everything in the box on its page, secrets too\n", asked.listen)
	}
	fmt.Fprintf(stdout, "page %s/box/\npool %s\n", box.URL, box.PoolID)
	<-ctx.Done()
	return nil
}

// explain says what to do about a box that does not start.
func explain(err error, asked settings) error {
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return fmt.Errorf("%w; let it listen elsewhere with -listen, such as -listen 127.0.0.1:0 for a free port", err)
	}
	if asked.users != "" && errors.Is(err, authing.CodeUserExists) {
		return fmt.Errorf("-users: %s: %w", asked.users, err)
	}
	return err
}

// loopback tells whether an address can be reached from this machine only.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// readUsers reads the users to begin with; none where no file is named.
func readUsers(path string) ([]authingtest.User, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("-users: %w", err)
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	var users []authingtest.User
	if err := decoder.Decode(&users); err != nil {
		return nil, fmt.Errorf(`-users: %s holds no list of users, such as [{"email": "ada@example.com", "password": "correct horse"}]: %w`, path, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("-users: %s goes on after the list of users: one list is all that it may hold", path)
	}
	return users, nil
}
