package library

// HostMain is the only host.
const HostMain = "main"

// Secret is a text that is not printed.
type Secret string
