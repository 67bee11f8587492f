// Command soak lets many callers work at once against a service in a box whose network is
// sound for a while, and faulty for a while, in turn. At the end it says whether every call
// ended in time, whether everybody was always answered as who they are, and whether memory
// stayed flat; the exit status says it too. `make soak` runs it for a minute.
package main
