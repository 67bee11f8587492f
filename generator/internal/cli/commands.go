package cli

// commands are all commands, in the order in which a maintainer meets them.
func commands() []command {
	return []command{
		generateCommand(),
		fetchCommand(),
		diffCommand(),
		lintCommand(),
		explainCommand(),
	}
}
