// Package portal has the pages on which people sign in to applications and sign
// out again: the part of the box as an OpenID Connect issuer that a browser
// shows. They are plain HTML by html/template, which keeps text from becoming
// markup, and work without a script.
//
// No library for the issuer's side is used: github.com/zitadel/oidc brings a
// router, a form decoder and OpenTelemetry along, and github.com/ory/fosite all
// that its ory/x needs, and both keep codes and tokens by several calls of a
// storage for each request, which the service checks and changes under one lock.
package portal
