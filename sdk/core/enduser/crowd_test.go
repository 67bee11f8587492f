package enduser_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/core/enduser"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
)

// keyCounter counts how often the password key is asked for.
type keyCounter struct {
	next  http.RoundTripper
	asked atomic.Int64
	all   atomic.Int64
}

func (k *keyCounter) RoundTrip(req *http.Request) (*http.Response, error) {
	k.all.Add(1)
	if strings.HasSuffix(req.URL.Path, "/.well-known") {
		k.asked.Add(1)
	}
	return k.next.RoundTrip(req)
}

// TestCrowdFetchesTheKeyOnce lets many people sign in for the first time at once, each on
// a client derived from one that knows no password key.
func TestCrowdFetchesTheKeyOnce(t *testing.T) {
	const crowd = 1000
	box := authingtest.NewServer(t, authingtest.WithUsers(authingtest.User{ID: boxed.AdaID, Email: boxed.AdaEmail, Password: boxed.Password}))
	transport := &http.Transport{MaxConnsPerHost: 64}
	defer transport.CloseIdleConnections()
	counter := &keyCounter{next: transport}
	client, err := enduser.New(box.PoolID, box.AppID, enduser.WithOrigin(box.URL), enduser.WithHTTPClient(&http.Client{Transport: counter}),
		enduser.WithTimeout(time.Hour)) // a busy machine takes its time
	if err != nil {
		t.Fatal(err)
	}
	start := make(chan struct{})
	var people sync.WaitGroup
	failed := make(chan error, crowd)
	for range crowd {
		people.Go(func() {
			<-start
			one := client.WithToken("")
			if _, err := one.LoginByAccount(context.WithoutCancel(t.Context()), enduser.LoginByAccountInput{Account: boxed.AdaEmail, Password: boxed.Password}); err != nil {
				failed <- err
			}
		})
	}
	close(start)
	people.Wait()
	close(failed)
	for err := range failed {
		t.Fatalf("a sign-in failed: %v", err)
	}
	if got := counter.asked.Load(); got != 1 {
		t.Errorf("the password key was fetched %d times, want once", got)
	}
	if got := counter.all.Load(); got != crowd+1 {
		t.Errorf("%d requests went out, want one for each of the %d and one for the key", got, crowd)
	}
	if boxed.CoreToken(t, client) != "" {
		t.Error("a derived client's sign-in started the session of the one that it comes from")
	}
}
