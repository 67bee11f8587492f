// Package naming turns names of a GraphQL schema into Go's spelling: an "_id"
// becomes ID, "redirect_uris" becomes RedirectURIs.
//
// What it knows is Go's own list of initialisms; a configuration adds those of
// its field, and the few words that no rule finds.
package naming
