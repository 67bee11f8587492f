package composite

import (
	"context"

	"github.com/authing-community/authing-go/sdk/core/authing"
	"github.com/authing-community/authing-go/sdk/core/internal/operations"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// OwnerToken exchanges a pool's secret for the token of its owner. No client has
// it as a method: a management client does it by itself.
func OwnerToken(pool string) func(context.Context, *runtime.Call, authing.Secret) (authing.Secret, error) {
	return func(ctx context.Context, call *runtime.Call, secret authing.Secret) (authing.Secret, error) {
		answer, err := operations.OwnerToken(ctx, call, pool, secret)
		if err != nil {
			return "", err
		}
		if answer.AccessToken == nil {
			return "", call.Empty()
		}
		return answer.AccessToken.AccessToken, nil
	}
}
