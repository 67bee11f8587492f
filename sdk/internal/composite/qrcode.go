package composite

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// scanInterval is how often ScanLogin asks unless the caller says otherwise, as
// often as the JavaScript client does.
const scanInterval = 1500 * time.Millisecond

// mostUnanswered is how many questions in a row may get no answer, but one.
const mostUnanswered = 4

// GenQRCode makes a QR code for signing in with the mini program. Show the
// picture, and ask with the random word whether it was scanned: see
// [Client.CheckQR], or [Client.ScanLogin], which does all of it.
func GenQRCode(ctx context.Context, c *runtime.Client, in authing.GenQRCodeInput) (*authing.QRCode, error) {
	return genQRCode(ctx, c, "GenQRCode", in)
}

func genQRCode(ctx context.Context, c *runtime.Client, method string, in authing.GenQRCodeInput) (*authing.QRCode, error) {
	call := c.Call(named(method, operations.RouteMiniProgramQRCode(runtime.NoCredential)))
	random := rand.Text()
	answer, err := operations.MiniProgramQRCode(ctx, call, c.Pool(), random, in.UseSelfWXApp, in.EnableFetchPhone)
	if err != nil {
		return nil, err
	}
	if answer.WxappQRCode == nil || answer.WxappQRCode.Qrcode == "" {
		return nil, call.Empty()
	}
	return &authing.QRCode{URL: answer.WxappQRCode.Qrcode, Random: random}, nil
}

// ScanLogin makes a QR code, hands it to the Show of the input, and asks again
// and again until the code was scanned or the context ends. A question that
// gets no answer is asked again, unless five in a row get none; one that is
// refused ends the login.
func ScanLogin(ctx context.Context, c *runtime.Client, in authing.ScanLoginInput) (*authing.User, error) {
	call := c.Call(named("ScanLogin", operations.RouteCheckQR(runtime.NoCredential)))
	if in.Show == nil {
		return nil, call.Missing("Show")
	}
	if in.Interval < 0 {
		return nil, call.Invalid("Interval", "is negative")
	}
	code, err := genQRCode(ctx, c, "ScanLogin", authing.GenQRCodeInput{UseSelfWXApp: in.UseSelfWXApp, EnableFetchPhone: in.EnableFetchPhone})
	if err != nil {
		return nil, err
	}
	if err := in.Show(code); err != nil {
		return nil, err
	}
	status, err := waitForScan(ctx, c, code.Random, in)
	if err != nil {
		return nil, err
	}
	return signInScanned(ctx, c, call, status)
}

// waitForScan asks until the QR code is no longer pending.
func waitForScan(ctx context.Context, c *runtime.Client, random string, in authing.ScanLoginInput) (*authing.QRStatus, error) {
	ticker := time.NewTicker(cmp.Or(in.Interval, scanInterval))
	defer ticker.Stop()
	unanswered := 0
	for {
		status, err := checkQR(ctx, c, random, in.UseSelfWXApp)
		_, noAnswer := errors.AsType[*authing.RequestError](err)
		switch {
		case err == nil && !status.Pending():
			return status, nil
		case err == nil:
			unanswered = 0
		case noAnswer && ctx.Err() == nil && unanswered < mostUnanswered:
			unanswered++
		default:
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ended(ctx, "ScanLogin")
		case <-ticker.C:
		}
	}
}

// ended is the error for waiting that ends with the context.
func ended(ctx context.Context, method string) error {
	err := ctx.Err()
	if cause := context.Cause(ctx); cause != err {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	return &authing.RequestError{Operation: method, Host: authing.HostOAuth, Err: err}
}

func checkQR(ctx context.Context, c *runtime.Client, random string, useSelfWXApp *bool) (*authing.QRStatus, error) {
	call := c.Call(named("ScanLogin", operations.RouteCheckQR(runtime.NoCredential)))
	answer, err := operations.CheckQR(ctx, call, random, useSelfWXApp)
	if err != nil {
		return nil, err
	}
	if answer.CheckWXAppQRCode == nil {
		return nil, call.Empty()
	}
	return answer.CheckWXAppQRCode, nil
}

func signInScanned(ctx context.Context, c *runtime.Client, call *runtime.Call, status *authing.QRStatus) (*authing.User, error) {
	if status.User == nil {
		message := status.Message
		code := int(status.Code)
		if _, err := call.Outcome(&code, message); err != nil {
			return nil, err
		}
		return nil, call.Empty()
	}
	if err := startSession(ctx, c, call, status.User.Token); err != nil {
		return nil, err
	}
	return status.User, nil
}
