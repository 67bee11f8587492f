package authing

import (
	"context"
	"log/slog"
	"time"
)

// Attempt is one try of a call, as a [Middleware] sees it.
type Attempt struct {
	// Operation is the method that was called, for example "Login"; "owner token" for
	// the exchange of the pool's secret.
	Operation string
	// Host is the role of the host that is asked.
	Host Host
	// Number counts the attempts of one call, from 1 on.
	Number int
}

// Outcome is how an attempt ended.
type Outcome struct {
	// HTTPStatus is the status of the answer; 0 where none came.
	HTTPStatus int
	// Duration is how long the attempt took, the reading of the answer included.
	Duration time.Duration
	// Err is what went wrong, or nil. A refusal of the service is an error too.
	Err error
}

// LogValue logs the error by its text alone: a refusal holds what the service sent along,
// tokens among it, and log/slog's JSON handler prints every field of a struct.
func (o Outcome) LogValue() slog.Value {
	attributes := []slog.Attr{slog.Int("HTTPStatus", o.HTTPStatus), slog.Duration("Duration", o.Duration)}
	if o.Err != nil {
		attributes = append(attributes, slog.String("Err", o.Err.Error()))
	}
	return slog.GroupValue(attributes...)
}

// Send makes one attempt.
type Send func(ctx context.Context, attempt Attempt) Outcome

// Middleware wraps the sending of attempts, to measure, trace, limit or refuse them; the
// option WithMiddleware of either client takes it. It is asked once, when the client is
// made, and what it returns is called for every attempt, by many goroutines at a time.
//
// It calls next at most once, with a context derived from its own, and returns after next
// has; a second call sends nothing. It may refuse an attempt: the Err of an Outcome that
// it returns without calling next ends the call. It cannot turn a failure into a success.
// A panic in it is the caller's: the client does not catch it.
//
//	func timed(next authing.Send) authing.Send {
//		return func(ctx context.Context, attempt authing.Attempt) authing.Outcome {
//			outcome := next(ctx, attempt)
//			histogram.Observe(attempt.Operation, outcome.Duration)
//			return outcome
//		}
//	}
type Middleware func(next Send) Send
