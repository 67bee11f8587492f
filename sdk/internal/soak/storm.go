package main

import (
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync/atomic"

	"github.com/authing-community/authing-go/sdk/internal/faults"
)

// storm is a network in front of a service that is faulty while it blows.
type storm struct {
	service http.Handler
	blows   atomic.Bool
	met     atomic.Int64 // requests that met a fault
	passed  atomic.Int64 // requests that were answered
}

// share is how many of the requests meet a fault in a storm.
const share = 0.5

// everyFault is what a request may meet in a storm.
func everyFault() []faults.Fault {
	return []faults.Fault{
		faults.Drop, faults.DropWithinHeaders, faults.DropAfterHeaders, faults.CutShort, faults.CutChunk, faults.TooLong, faults.NoHTTP,
		faults.SlowHeaders, faults.SlowBody, faults.HTML, faults.List, faults.Nothing, faults.GzipBomb(1 << 20),
		faults.Status(http.StatusTooManyRequests, "0"), faults.Status(http.StatusInternalServerError, ""),
		faults.Status(http.StatusBadGateway, ""), faults.Status(http.StatusServiceUnavailable, ""), faults.Status(http.StatusGatewayTimeout, ""),
	}
}

// ServeHTTP answers, or lets the request meet a fault. Of those that do, every other one
// reaches the service before: its answer is what gets lost.
func (s *storm) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if !s.blows.Load() || rand.Float64() >= share {
		s.passed.Add(1)
		s.service.ServeHTTP(w, req)
		return
	}
	s.met.Add(1)
	if rand.IntN(2) == 0 {
		s.service.ServeHTTP(httptest.NewRecorder(), req)
	}
	_, _ = io.Copy(io.Discard, req.Body) // it is not answered anyway
	list := everyFault()
	list[rand.IntN(len(list))].ServeHTTP(w, req)
}
