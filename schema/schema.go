package schema

import "embed"

// Classic holds the schema of the users and oauth services. Its files are
// found under "classic/" and in "codes.graphql", and together they are one
// schema: no file is complete without the others.
//
//	files, err := fs.Glob(schema.Classic, "classic/*.graphql")
//
//go:embed codes.graphql classic/*.graphql
var Classic embed.FS

// Core holds the schema of the core API. Its files are found under "core/" and
// in "codes.graphql", and together they are one schema.
//
//go:embed codes.graphql core/*.graphql
var Core embed.FS
