package interop_test

func coreScenarios() []scenario { return nil }
