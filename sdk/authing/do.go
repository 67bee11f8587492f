package authing

// DoOptions is what the options of Do set.
type DoOptions struct {
	// Host is the role of the host that is asked.
	Host Host
	// OperationName is the operation that is run, where the text has several.
	OperationName string
}

// DoOption changes how the Do of either client sends its text.
type DoOption func(*DoOptions)

// OnHost sends to the GraphQL of another host than that of the users: [HostOAuth].
func OnHost(host Host) DoOption { return func(o *DoOptions) { o.Host = host } }

// OperationName chooses the operation that is run, where the text has several.
func OperationName(name string) DoOption { return func(o *DoOptions) { o.OperationName = name } }
