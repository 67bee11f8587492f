// Package journal remembers the latest requests to the service in a box: what
// was asked, by whom, and what came of it, as the web page shows them. What must
// not be read over somebody's shoulder is redacted before it is kept: secrets,
// tokens and passwords, known by the name of their field or by looking like a
// JSON Web Token. Codes stay: the outbox shows them as well.
//
// Queries are read with github.com/vektah/gqlparser, which the clients use too;
// its lexer finds the secrets even in a query that nobody could run.
package journal
