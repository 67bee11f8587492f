// Package service is the domain of the service in a box: user pools and the
// people in them, and the rules by which the Authing service grants or refuses
// what a caller asks for. It knows neither GraphQL nor HTTP; the packages
// beside it translate.
//
// Every exported method of [Service] takes the service's one lock, checks
// everything that could be refused, and only then changes something: a refused
// call leaves no trace, and of two calls that race for the same email address
// exactly one wins. What is handed out is a copy.
//
// Both APIs work on the same users, groups and sessions. What takes an [Asker] is
// the core API's, and answers with its view of a user, [Person]; what takes a bearer
// token is the classic API's.
//
// A service that was given a [File] writes to it what has changed: Save compares
// records of everything with those that it wrote last.
//
// JSON Web Tokens are made and read by github.com/golang-jwt/jwt, which checks
// the signature before it looks at the claims. One fixed RSA key is embedded,
// because generating one is most of what starting a box would cost.
// github.com/go-jose/go-jose names and publishes it, as sdk/verify reads it with.
package service
