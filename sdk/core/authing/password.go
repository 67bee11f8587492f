package authing

// PasswordSecurityLevel says how hard a password is to guess.
type PasswordSecurityLevel int

// The levels.
const (
	PasswordLow    PasswordSecurityLevel = iota // under 6 characters, or of one kind alone
	PasswordMedium                              // of two kinds: letters, digits, symbols
	PasswordHigh                                // of all three kinds
)

// String returns low, medium or high.
func (l PasswordSecurityLevel) String() string {
	switch l {
	case PasswordHigh:
		return "high"
	case PasswordMedium:
		return "medium"
	}
	return "low"
}
