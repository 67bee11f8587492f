package runtime

// Client is what a call goes through.
type Client struct{}

// Shelf is the shelf that new books stand on.
func (c *Client) Shelf() string { return "new" }

// WithPatience sets how long the client waits.
func WithPatience(seconds int) Option { return nil }

// WithFriends names those who may come along.
func WithFriends(names ...string) Option { return nil }
