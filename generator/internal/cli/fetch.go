package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/fetch"
	"github.com/authing-community/authing-go/generator/internal/hint"
)

func fetchCommand() command {
	return command{
		name:      "fetch",
		arguments: []string{"URL"},
		discreet:  true,
		summary:   "bring a service's part of the schema up to date by introspection",
		manual: `Asks a service's GraphQL endpoint for its schema, and brings that service's part of the
schema folder up to date: the root fields in its @service blocks, for default_service
also those of which nothing is said, and the types that they reach. What did not change
keeps every byte; descriptions, comments, our own directives, HTTP-bound fields and what
other services serve are kept. What is new goes to the end of its type, or into
SERVICE_unsorted.graphql, from which a person moves it to where it belongs. A type that
others share gains and changes, and loses only with --exact. Where anything is wrong, no
file changes; so where more than half of the service's root fields are not announced,
which is probably another's endpoint, unless --many-gone says that they have gone. The
first fetch of a new API makes the folder.

Prints a line for each file, then what was added (+), removed (-) and changed (~), and
notes (!) on what a person should look at.

The values of headers are never printed, nor are user, password and query of the URL. A
schema that repeats one of them is refused, if it has 8 characters or more: what is
shorter may be a word of the schema's own. Redirects are not followed.

The example asks a service on this machine, such as the service in a box that the README
shows, which announces no default values: with --check they stay.`,
		example: "go run ./generator fetch --check --service users http://127.0.0.1:8080/graphql",
		fine:    "the service's part of the schema is up to date now",
		failed:  "the endpoint or the schema is wrong, or with --check, the schema is out of date",
		prepare: func(flags *flagSet) work {
			f := &fetching{
				config:   flags.config(),
				api:      flags.String("api", "", "the API's `NAME` in the configuration; needed where several have the service"),
				service:  flags.String("service", "", "the service's `NAME` in the configuration; needed where the API has several"),
				timeout:  flags.Duration("timeout", 30*time.Second, "how long the endpoint may take to answer, as a `DURATION`"),
				limit:    flags.Int64("limit", 64<<20, "the most `BYTES` that an answer may have"),
				insecure: flags.Bool("insecure", false, "allow http:// to another machine"),
				exact:    flags.Bool("exact", false, "remove what the service does not announce from types that it shares with others too"),
				manyGone: flags.Bool("many-gone", false, "believe that more than half of the service's root fields have gone, and remove them"),
				check:    flags.Bool("check", false, "write nothing; say what would change, and fail where anything would"),
			}
			// Neither fails here: package flag would print the value.
			flags.Func("header", "a `\"NAME: VALUE\"` to send; may be repeated", func(text string) error {
				f.headers = append(f.headers, text)
				return nil
			})
			flags.Func("header-env", "a header to send, with the environment variable that holds its value, as `NAME=VARIABLE`; may be repeated", func(text string) error {
				f.variables = append(f.variables, text)
				return nil
			})
			return f.run
		},
	}
}

// fetching is one call of fetch.
type fetching struct {
	config, api, service             *string
	timeout                          *time.Duration
	limit                            *int64
	insecure, exact, manyGone, check *bool
	headers, variables               []string
}

func (f *fetching) run(ctx context.Context, out *printer, args []string) error {
	cfg, err := config.Load(*f.config)
	if err != nil {
		return err
	}
	request, err := f.request(cfg, args[0])
	if err != nil {
		return err
	}
	result, err := fetch.Plan(ctx, cfg, *request)
	if err != nil {
		return err
	}
	if !*f.check {
		if err := write(ctx, cfg, result.Files, result.Changes); err != nil {
			return err
		}
	}
	out.fetched(result)
	if *f.check && len(result.Changes) > 0 {
		return errors.New("the schema is out of date: fetch without --check")
	}
	return nil
}

// request reads the flags by the configuration.
func (f *fetching) request(cfg *config.Config, url string) (*fetch.Request, error) {
	api, err := f.chosen(cfg)
	if err != nil {
		return nil, err
	}
	service, err := pick("service", *f.service, "API "+api.Name, slices.Sorted(maps.Keys(api.Services)))
	if err != nil {
		return nil, err
	}
	headers, err := f.sent()
	if err != nil {
		return nil, err
	}
	if *f.timeout <= 0 || *f.limit <= 0 {
		return nil, wrongUsage("generator fetch: --timeout and --limit have to be more than 0")
	}
	return &fetch.Request{
		API: api, Service: service, Exact: *f.exact, ManyGone: *f.manyGone,
		Endpoint: fetch.Endpoint{URL: url, Headers: headers, Timeout: *f.timeout, Limit: *f.limit, Insecure: *f.insecure},
	}, nil
}

// chosen gives the API that is meant: it need not be named where one alone has the
// service.
func (f *fetching) chosen(cfg *config.Config) (*config.API, error) {
	apis, services := map[string]*config.API{}, map[string]bool{}
	var having []string
	for i := range cfg.APIs {
		api := &cfg.APIs[i]
		apis[api.Name] = api
		for name := range api.Services {
			services[name] = true
		}
		if _, ok := api.Services[*f.service]; ok {
			having = append(having, api.Name)
		}
	}
	all := slices.Sorted(maps.Keys(apis))
	switch {
	case *f.api != "" || *f.service == "" || len(all) == 1:
		having = all
	case len(having) == 0:
		_, err := pick("service", *f.service, "the configuration", slices.Sorted(maps.Keys(services)))
		return nil, err
	}
	name, err := pick("api", *f.api, "the configuration", having)
	return apis[name], err
}

// pick gives the name that a flag chose, which may be left out where there is one.
func pick(flag, name, owner string, known []string) (string, error) {
	switch {
	case len(known) == 0:
		return "", fmt.Errorf("%s names no %s: name it there first", owner, flag)
	case name == "" && len(known) == 1:
		return known[0], nil
	case name == "":
		return "", wrongUsage("generator fetch: say with --%s which of them is meant: %s", flag, strings.Join(known, ", "))
	case !slices.Contains(known, name):
		return "", wrongUsage("generator fetch: %s has no %s %q, only %s%s", owner, flag, name, strings.Join(known, ", "), hint.DidYouMean(name, known))
	}
	return name, nil
}

// sent gives the headers. Mistakes in them are told by their number: what is
// written may be a secret.
func (f *fetching) sent() ([]fetch.Header, error) {
	var headers []fetch.Header
	for i, text := range f.headers {
		name, value, ok := strings.Cut(text, ":")
		if !ok || !isHeaderName(name) || !isHeaderValue(value) {
			return nil, wrongUsage(`generator fetch: --header number %d, which is not printed here, is no "Name: value" (in quotes)`, i+1)
		}
		if isConnection(name) {
			return nil, wrongUsage("generator fetch: the header %s of --header number %d is set by the connection: leave it out", name, i+1)
		}
		headers = append(headers, fetch.Header{Name: name, Value: strings.TrimSpace(value)})
	}
	for i, text := range f.variables {
		name, variable, ok := strings.Cut(text, "=")
		if !ok || !isHeaderName(name) || !isVariable(variable) {
			return nil, wrongUsage("generator fetch: --header-env number %d, which is not printed here, is no Name=VARIABLE", i+1)
		}
		if isConnection(name) {
			return nil, wrongUsage("generator fetch: the header %s of --header-env number %d is set by the connection: leave it out", name, i+1)
		}
		value, err := valueOf(variable)
		if err != nil {
			return nil, fmt.Errorf("the environment variable of --header-env number %d, for header %s, %w", i+1, name, err)
		}
		headers = append(headers, fetch.Header{Name: name, Value: value})
	}
	return headers, nil
}

// valueOf gives the value of an environment variable. It does not say which: what
// is written as its name may be the value.
func valueOf(variable string) (string, error) {
	text, set := os.LookupEnv(variable)
	value := strings.TrimSpace(text)
	switch {
	case !set:
		return "", errors.New("is not set: export it")
	case value == "":
		return "", errors.New("is empty: set it to the header's value")
	case strings.ContainsAny(value, "\r\n"):
		return "", errors.New("has several lines: set it to the header's value, in one line")
	case !isHeaderValue(value):
		return "", errors.New("has control characters: set it to the header's value, in plain text")
	}
	return value, nil
}

// isConnection tells whether a header says how a request is sent, which package
// http does by itself.
func isConnection(name string) bool {
	return slices.Contains([]string{
		"Connection", "Content-Length", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
	}, http.CanonicalHeaderKey(name))
}

func isHeaderName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) })
}

func isHeaderValue(value string) bool {
	return strings.TrimSpace(value) != "" && !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

// isVariable tells whether it is the name of a variable, and not a value that was
// written in its place.
func isVariable(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// fetched tells what became of the schema.
func (p *printer) fetched(result *fetch.Result) {
	for _, change := range result.Changes {
		p.printf("%s %s", change.Kind, change.Path)
	}
	lists := []struct {
		mark  string
		paint colour
		names []string
	}{
		{"+", green, result.Summary.Added},
		{"-", red, result.Summary.Removed},
		{"~", yellow, result.Summary.Changed},
		{"!", bold, result.Summary.Notes},
	}
	for _, list := range lists {
		for _, name := range list.names {
			p.printf("%s %s", p.paint(list.paint, list.mark), name)
		}
	}
}
