package main

import (
	"flag"
	"fmt"
	"io"
)

// settings is what the flags say.
type settings struct {
	listen, data, pool, env, users string
}

// flags gives the flags, which write what they say into asked.
func flags(asked *settings) *flag.FlagSet {
	set := flag.NewFlagSet("authing-box", flag.ContinueOnError)
	set.SetOutput(io.Discard) // what is wrong comes as an error
	set.StringVar(&asked.listen, "listen", "127.0.0.1:8080", "`address` to listen at; port 0 is a free one")
	set.StringVar(&asked.data, "data", "", "`file` that keeps what is in the box; without it everything is gone at the end")
	set.StringVar(&asked.pool, "pool", "", "`ID` of the user pool; without it the box chooses one")
	set.StringVar(&asked.env, "env", "", "`file` to write AUTHING_URL, AUTHING_POOL, AUTHING_APP, AUTHING_SECRET and AUTHING_PASSWORD_KEY to, for a shell")
	set.StringVar(&asked.users, "users", "", "`file` with a JSON list of users to begin with; a data file that is there has its own")
	return set
}

// parse reads the arguments.
func parse(arguments []string) (settings, error) {
	var asked settings
	set := flags(&asked)
	if err := set.Parse(arguments); err != nil {
		return settings{}, err
	}
	if set.NArg() > 0 {
		return settings{}, fmt.Errorf("there is nothing to do with %q: all it takes is flags", set.Arg(0))
	}
	return asked, nil
}

// help is what -help says before it lists the flags.
const help = `authing-box serves an Authing service in a box, for trying things out and for
tests, until it is interrupted. What clients do shows up live on its page.

Example:

  authing-box -listen 127.0.0.1:8080 -data box.db -env box.env

and in another shell, for a program that reads these variables:

  . ./box.env && echo "$AUTHING_URL $AUTHING_POOL"

The pool's secret is the value of AUTHING_SECRET in the environment, where that
is set, and chosen by the box otherwise. It is shown on the page and written
with -env, and never printed.

Flags:

`

func usage(to io.Writer) {
	fmt.Fprint(to, help)
	set := flags(new(settings))
	set.SetOutput(to)
	set.PrintDefaults()
}
