// Command bench compares how long the command generate takes with how long genqlient
// alone takes over the same operations, stripped of all that is the generator's: for
// this project, whose files it brings up to date first, and for GitHub's schema with
// 30 and with 300 operations. For this project it also compares a run that has nothing
// to do with a full one. What it prints are ratios within one run, as times differ
// from machine to machine.
package main
