// Package explain tells everything about one method of the clients: what the
// documents call it, what is sent where and with which credential, what is filled
// in and encrypted, how it is refused, and how Go calls it.
//
// The text of the query and the signatures are read from the code that package emit
// prints, so that they are those which a program compiles with. What a hand-written
// method sends is known as far as its code names the generated operations.
package explain
