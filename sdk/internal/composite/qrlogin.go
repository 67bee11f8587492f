package composite

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// qrLoginInterval is how often QRLoginWait asks unless the caller says
// otherwise, as often as the Node.js client does.
const qrLoginInterval = 800 * time.Millisecond

// waitName is what errors call QRLoginWait.
const waitName = "QRLogin.Wait"

// QRLoginWait makes a QR code and yields each step of the sign-in: shown, for
// the program to show the code's picture, perhaps scanned, and in the end
// canceled, expired or signed in. It ends there, with the first error, which it
// yields, and with the context. A question that gets no answer is asked again,
// unless five in a row get none. Each run over the iterator makes a code of its
// own. The Node.js client has callbacks for it: qrlogin.pollingCodeStatus.
//
// At the end the ticket is exchanged for the user, unless the input's KeepTicket
// says otherwise; a pool that lets a server do so only refuses that. No session
// starts by itself: give the user's token to [Client.WithToken].
func QRLoginWait(ctx context.Context, c *runtime.Client, in authing.QRLoginWaitInput) iter.Seq2[authing.QRLoginStep, error] {
	return func(yield func(authing.QRLoginStep, error) bool) {
		w := qrLogin{client: c, in: in}
		if err := w.run(ctx, func(step authing.QRLoginStep) bool { return yield(step, nil) }); err != nil {
			yield(authing.QRLoginStep{}, err)
		}
	}
}

// qrLogin is one sign-in by QR code.
type qrLogin struct {
	client  *runtime.Client
	in      authing.QRLoginWaitInput
	code    *authing.QRLoginCode
	scanned bool // whether that was reported
}

// run reports each step until the last one, or until report wants no more.
func (w *qrLogin) run(ctx context.Context, report func(authing.QRLoginStep) bool) error {
	if err := w.generate(ctx); err != nil {
		return err
	}
	if !report(authing.QRLoginStep{State: authing.QRLoginShown, Code: w.code}) {
		return nil
	}
	ticker := time.NewTicker(cmp.Or(w.in.Interval, qrLoginInterval))
	defer ticker.Stop()
	for {
		status, err := w.nextStatus(ctx, ticker.C)
		if err != nil {
			return err
		}
		if status.Scanned && !w.scanned {
			w.scanned = true
			if !report(authing.QRLoginStep{State: authing.QRLoginScanned, Code: w.code, User: status.UserInfo}) {
				return nil
			}
		}
		last, err := w.last(ctx, status)
		if err != nil {
			return err
		}
		if last != nil {
			report(*last)
			return nil
		}
	}
}

func (w *qrLogin) call(operation runtime.Operation) *runtime.Call {
	return w.client.Call(named(waitName, operation))
}

func (w *qrLogin) generate(ctx context.Context) error {
	call := w.call(operations.RouteQRLoginGeneCode(runtime.NoCredential))
	if w.in.Interval < 0 {
		return call.Invalid("Interval", "is negative")
	}
	answer, err := operations.QRLoginGeneCode(ctx, call, w.client.Pool(), w.in.UserDefinedData)
	if err != nil {
		return err
	}
	if answer.QrLoginCode == nil || answer.QrLoginCode.ID == "" {
		return call.Empty()
	}
	w.code = answer.QrLoginCode
	return nil
}

// nextStatus waits for its time and asks, again where a question gets no answer.
func (w *qrLogin) nextStatus(ctx context.Context, tick <-chan time.Time) (*authing.QRLoginStatus, error) {
	for unanswered := 0; ; unanswered++ {
		select {
		case <-ctx.Done():
			return nil, ended(ctx, waitName)
		case <-tick:
		}
		status, err := w.status(ctx)
		if _, noAnswer := errors.AsType[*authing.RequestError](err); !noAnswer || ctx.Err() != nil || unanswered == mostUnanswered {
			return status, err
		}
	}
}

func (w *qrLogin) status(ctx context.Context) (*authing.QRLoginStatus, error) {
	call := w.call(operations.RouteQRLoginCheckCodeStatus(runtime.NoCredential))
	answer, err := operations.QRLoginCheckCodeStatus(ctx, call, w.code.ID)
	if err != nil {
		return nil, err
	}
	if answer.QrLoginStatus == nil {
		return nil, call.Empty()
	}
	return answer.QrLoginStatus, nil
}

// last is the step that ends the sign-in, or nil where it goes on.
func (w *qrLogin) last(ctx context.Context, status *authing.QRLoginStatus) (*authing.QRLoginStep, error) {
	step := &authing.QRLoginStep{Code: w.code, User: status.UserInfo}
	switch {
	case status.Success && w.in.KeepTicket:
		step.State, step.Ticket = authing.QRLoginSignedIn, status.Ticket
	case status.Success:
		user, err := w.exchange(ctx, status.Ticket)
		if err != nil {
			return nil, err
		}
		step.State, step.User = authing.QRLoginSignedIn, user
	case status.Canceled:
		step.State = authing.QRLoginCanceled
	case status.Expired:
		step.State = authing.QRLoginExpired
	default:
		return nil, nil
	}
	return step, nil
}

func (w *qrLogin) exchange(ctx context.Context, ticket authing.Secret) (*authing.User, error) {
	call := w.call(operations.RouteQRLoginExchangeUserInfo(runtime.NoCredential))
	if ticket == "" {
		return nil, call.Empty()
	}
	answer, err := operations.QRLoginExchangeUserInfo(ctx, call, ticket)
	if err != nil {
		return nil, err
	}
	if answer.ExchangeUserInfoWithTicket == nil {
		return nil, call.Empty()
	}
	return answer.ExchangeUserInfoWithTicket, nil
}
