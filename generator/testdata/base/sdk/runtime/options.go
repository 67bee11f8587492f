package runtime

// WithPatience sets how long the client waits.
func WithPatience(seconds int) Option { return nil }

// WithFriends names those who may come along.
func WithFriends(names ...string) Option { return nil }
