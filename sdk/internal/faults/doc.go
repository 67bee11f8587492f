// Package faults is a service in memory that misbehaves on purpose, for tests: it drops
// connections, answers late, too much, too little or something else, and counts what
// arrives. It works within testing/synctest.
package faults
