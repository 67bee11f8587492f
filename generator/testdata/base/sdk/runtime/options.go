package runtime

// WithPatience sets how long the client waits.
func WithPatience(seconds int) Option { return nil }
