package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

// settings are what a soak is made from.
type settings struct {
	callers  int
	lasts    time.Duration
	phases   int           // after so many it is over, too; 0: after any number
	phase    time.Duration // how long the network is sound, or faulty, at least
	least    int           // how many calls end in a phase, at least
	timeout  time.Duration // of one attempt
	deadline time.Duration // of one call
	grace    time.Duration // that a call may take beyond it, because the machine is busy
	pace     time.Duration // between two calls of a caller, on average
	tokens   time.Duration // how long tokens live, so that they are renewed
	slack    uint64        // how much the heap may grow, in bytes
	busy     bool          // the machine has other work, for which a call may run out of time
}

// soak is one run.
type soak struct {
	settings
	storm  *storm
	tally  *tally
	client *http.Client
}

// report is what a soak found.
type report struct {
	settings
	tally             *tally
	met, passed       int64
	lost              int // calls that never ended
	heapWarm, heapEnd uint64
	goStart, goWarm   int // goroutines
	goEnd             int
	storms            int
}

// run soaks.
func run(s settings) (*report, error) {
	r := &report{settings: s, goStart: runtime.NumGoroutine()}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	box, err := authingtest.New(authingtest.WithURL("http://"+listener.Addr().String()), authingtest.WithTokenLifetime(s.tokens))
	if err != nil {
		_ = listener.Close() // there is a better error to report
		return nil, err
	}
	soak := &soak{
		settings: s, storm: &storm{service: box.Handler()}, tally: newTally(),
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: s.callers}},
	}
	server := &http.Server{Handler: soak.storm, ReadHeaderTimeout: s.deadline}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	defer box.Close()

	callers, err := soak.newCallers(box)
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	soak.work(callers, r)
	r.heapEnd = soak.heap()

	r.tally, r.met, r.passed = soak.tally, soak.storm.met.Load(), soak.storm.passed.Load()
	err = server.Close()
	soak.client.CloseIdleConnections()
	if ended := <-served; !errors.Is(ended, http.ErrServerClosed) {
		err = errors.Join(err, ended)
	}
	r.goEnd = settle(r.goStart, s.grace)
	return r, err
}

// newCallers makes the callers, who share the connections, and the clients that they share.
func (s *soak) newCallers(box *authingtest.Server) ([]*caller, error) {
	owner, err := management.New(box.PoolID, management.WithSecret(box.Secret), management.WithOrigin(box.URL), management.WithPasswordKey(box.PasswordKey()),
		management.WithHTTPClient(s.client), management.WithTimeout(s.timeout), management.WithRetry(s.retry()), management.WithResponseLimit(responseLimit))
	if err != nil {
		return nil, err
	}
	shared, err := s.newPerson(box)
	if err != nil {
		return nil, err
	}
	callers := make([]*caller, s.callers)
	for i := range callers {
		name := "caller" + strconv.Itoa(i)
		user := authingtest.User{Username: name, Email: name + "@example.com", Password: authing.Secret("password of " + name)}
		if user.ID, err = box.AddUser(user); err != nil {
			return nil, err
		}
		person, err := s.newPerson(box)
		if err != nil {
			return nil, err
		}
		callers[i] = &caller{soak: s, user: user, person: person, shared: shared, owner: owner}
	}
	return callers, nil
}

// newPerson makes a client on which nobody is signed in.
func (s *soak) newPerson(box *authingtest.Server) (*enduser.Client, error) {
	return enduser.New(box.PoolID, enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()),
		enduser.WithHTTPClient(s.client), enduser.WithTimeout(s.timeout), enduser.WithRetry(s.retry()), enduser.WithResponseLimit(responseLimit))
}

// responseLimit is below the size of the gzip bomb, in bytes.
const responseLimit = 1 << 19

// retry is quick enough for attempts with little time.
func (s *soak) retry() authing.Retry {
	return authing.Retry{MinDelay: s.timeout / 50, MaxDelay: s.timeout / 5}
}

// work lets the callers loose for as long as the soak lasts. The heap is first measured
// after a sound phase and a storm, while the callers hold still, as they do at the end.
func (s *soak) work(callers []*caller, r *report) {
	ctx, stop := context.WithTimeout(context.Background(), s.lasts)
	defer stop()
	var group sync.WaitGroup
	for _, c := range callers {
		group.Go(func() { c.work(ctx) })
	}
	for phase := 1; ctx.Err() == nil; phase++ {
		s.last(ctx)
		if phase == s.phases {
			stop()
		}
		blows := phase%2 == 1 && ctx.Err() == nil
		if blows {
			r.storms++
		}
		s.blow(blows)
		if phase == 2 {
			r.goWarm = runtime.NumGoroutine()
			r.heapWarm = s.heap()
		}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		group.Wait()
	}()
	select {
	case <-done:
	case <-time.After(2 * (s.deadline + s.grace)):
	}
	r.lost = s.tally.lost()
}

// blow begins a storm, or ends it. No storm blows outside of its phase.
func (s *soak) blow(blows bool) {
	if !blows {
		s.storm.blows.Store(false)
	}
	s.tally.turn(!blows)
	s.storm.blows.Store(blows)
}

// last returns when a phase has lasted long enough, and enough calls have ended in
// it, or ctx has.
func (s *soak) last(ctx context.Context) {
	ended := s.tally.sum()
	pause(ctx, s.phase)
	for ctx.Err() == nil && s.tally.sum() < ended+s.least {
		pause(ctx, 10*time.Millisecond)
	}
}

// heap returns the bytes in use while no caller is at work, no connection is open, and the
// garbage is collected.
func (s *soak) heap() uint64 {
	defer s.tally.halt(s.deadline + s.grace)()
	s.client.CloseIdleConnections()
	time.Sleep(s.timeout / 2) // until the server has noticed
	runtime.GC()
	runtime.GC() // what a sync.Pool keeps goes with the second
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// settle waits until there are no more goroutines than before, or for the patience
// given, and returns how many there are.
func settle(before int, patience time.Duration) int {
	for end := time.Now().Add(patience); runtime.NumGoroutine() > before && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	return runtime.NumGoroutine()
}

// problems says what is not as it should be.
func (r *report) problems() []string {
	var found []string
	add := func(wrong bool, format string, arguments ...any) {
		if wrong {
			found = append(found, fmt.Sprintf(format, arguments...))
		}
	}
	t := r.tally
	add(t.ended == 0, "nobody made a call")
	add(t.ended > 0 && t.of(answered) == 0, "no call was answered")
	add(r.storms > 0 && t.of(failed) == 0, "no call failed in a storm")
	add(r.lost > 0, "%d calls never ended", r.lost)
	add(t.late > 0, "%d calls ended after their deadline", t.late)
	add(t.of(mistaken) > 0, "%d answers were somebody else's", t.of(mistaken))
	add(t.troubled > 0, "%d calls failed while the network was sound", t.troubled)
	add(t.slow > 0 && !r.busy, "%d calls ran out of time while the network was sound", t.slow)
	add(len(t.problems) > 0, "no fault explains %q", t.problems)
	add(r.heapEnd > r.heapWarm+r.slack, "the heap grew by %s", mebibytes(r.heapEnd-r.heapWarm))
	add(r.goEnd > r.goStart, "%d goroutines are left", r.goEnd-r.goStart)
	return found
}

// print writes the report.
func (r *report) print(to io.Writer) error {
	t := r.tally
	fmt.Fprintf(to, "%d callers, %d storms\n\n", r.callers, r.storms)
	if err := t.print(to); err != nil {
		return err
	}
	fmt.Fprintf(to, `
calls       %d begun, %d ended, %d lost, %d late; the slowest took %v of %v
requests    %d answered, %d met a fault
sound       %d calls while the network was sound; %d of them failed, %d ran out of time
identity    %d answers were somebody else's
heap        %s after the first storm, %s at the end
goroutines  %d before, %d at work, %d after

`, t.begun, t.ended, r.lost, t.late, t.slowest.Round(time.Millisecond), r.deadline,
		r.passed, r.met, t.calm, t.troubled, t.slow, t.of(mistaken), mebibytes(r.heapWarm), mebibytes(r.heapEnd), r.goStart, r.goWarm, r.goEnd)
	problems := r.problems()
	for _, problem := range problems {
		fmt.Fprintln(to, "WRONG:", problem)
	}
	if len(problems) == 0 {
		fmt.Fprintln(to, "All is well.")
	}
	return nil
}

// mebibytes prints a size.
func mebibytes(bytes uint64) string { return fmt.Sprintf("%.2f MiB", float64(bytes)/(1<<20)) }
