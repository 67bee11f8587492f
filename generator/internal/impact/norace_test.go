//go:build !race

package impact_test

// raceDetector tells whether the race detector is on.
const raceDetector = false
