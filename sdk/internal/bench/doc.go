// Command bench times a sign-in and pages of users through the clients, beside the same
// work by hand and beside genqlient's stock client, and prints the ratios. `make bench`
// runs it.
//
// All three send the same GraphQL to one server on loopback, which answers what it has
// ready, and decode into the same types. By hand means net/http and encoding/json: the same
// encryption of the password, a deadline, a limit on the answer, and nothing for errors.
// They take turns, a short turn each, so that whatever else the machine does hits all of
// them alike; what is printed are medians. The server is in this process: its allocations
// are counted too, with all three alike.
package main
