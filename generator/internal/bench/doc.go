// Command bench compares how long the generator takes with how long genqlient alone
// takes over the same operations, stripped of all that is the generator's: for this
// project, and for GitHub's schema with 30 and with 300 operations. What it prints
// are ratios within one run, as times differ from machine to machine.
package main
