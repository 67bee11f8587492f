package main

import (
	"context"
	"os"

	"github.com/authing-community/authing-go/generator/internal/cli"
)

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}
