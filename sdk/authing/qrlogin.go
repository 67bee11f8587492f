package authing

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/authing-community/authing-go/sdk/internal/redact"
)

// QRLoginWaitInput is what QRLogin.Wait can be told; the zero value will do.
type QRLoginWaitInput struct {
	// UserDefinedData are names and values of the program's own, which travel with the
	// QR code.
	UserDefinedData map[string]string
	// Interval is the time between two questions how far the sign-in has come;
	// 0.8 seconds where it is 0.
	Interval time.Duration
	// KeepTicket is whether the ticket is left alone, for a server that exchanges it,
	// and not exchanged for the user here.
	KeepTicket bool
}

// QRLoginState is how far a sign-in by QR code has come.
type QRLoginState string

// The states of a sign-in by QR code. The last three end it.
const (
	QRLoginShown    QRLoginState = "shown"     // the code is there, to be shown
	QRLoginScanned  QRLoginState = "scanned"   // the code was scanned, and the person is asked
	QRLoginCanceled QRLoginState = "canceled"  // the person said no
	QRLoginExpired  QRLoginState = "expired"   // nobody said anything in time
	QRLoginSignedIn QRLoginState = "signed in" // the person said yes
)

// QRLoginStep is a step of a sign-in by QR code.
type QRLoginStep struct {
	// State is what happened.
	State QRLoginState
	// Code is the QR code that all of it is about.
	Code *QRLoginCode
	// User is who scanned the code, from the state scanned on, where the service
	// tells: a setting of the pool. In the state signed in it is the user that the
	// ticket was exchanged for, with a token where the service gives one.
	User *User
	// Ticket stands for the sign-in: in the state signed in, where the input's
	// KeepTicket says to keep it.
	Ticket Secret
}

// Format keeps the ticket out of what is printed, whatever the verb.
func (s QRLoginStep) Format(f fmt.State, verb rune) {
	type plain QRLoginStep
	redact.Fields(f, verb, plain(s))
}

// LogValue keeps the ticket, and the user's token, out of what is logged.
func (s QRLoginStep) LogValue() slog.Value {
	type plain QRLoginStep
	return redact.Log(plain(s))
}
