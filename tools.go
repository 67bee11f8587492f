//go:build tools

package authinggo

// The generator is built on genqlient as a library; this keeps its command, and
// so its version, in go.mod as well.
import _ "github.com/Khan/genqlient"
