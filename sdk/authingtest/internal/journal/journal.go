package journal

import (
	"slices"
	"sync"
	"time"
)

// size is how many requests are remembered.
const size = 200

// Entry is a request with what came of it. Its JSON is for the web page.
type Entry struct {
	ID        int       `json:"id"` // 1 for the first since the box was started
	Time      time.Time `json:"time"`
	Method    string    `json:"method"`
	Path      string    `json:"path"`
	Operation string    `json:"operation"` // name of the GraphQL operation
	Field     string    `json:"field"`     // its root fields
	Caller    string    `json:"caller"`    // owner, user, nobody, or what is wrong with the token
	UserID    string    `json:"userID"`
	Status    int       `json:"status"` // of HTTP; 0: the connection was cut
	Code      string    `json:"code"`   // of the refusal; "" where the service did as asked
	Message   string    `json:"message"`
	Micros    int64     `json:"micros"` // how long it took, in microseconds

	Details Details `json:"-"`
}

// Details is what a request carried.
type Details struct {
	Query     string `json:"query"`     // GraphQL text
	Variables string `json:"variables"` // GraphQL variables, or another request's parameters, as JSON text
}

// Journal is a list of the latest requests. It is safe for concurrent use; the
// zero value is an empty one.
type Journal struct {
	mu      sync.Mutex
	count   int
	entries []Entry // a ring once it is full: the entry with the ID n is at (n-1) % size
}

// Add remembers a request, gives it its ID and forgets the oldest one.
func (j *Journal) Add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count++
	e.ID = j.count
	if len(j.entries) < size {
		j.entries = append(j.entries, e)
		return
	}
	j.entries[(e.ID-1)%size] = e
}

// Latest gives what is remembered, the newest first, and how many requests there
// have been.
func (j *Journal) Latest() (latest []Entry, count int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	next := 0 // where the oldest is
	if len(j.entries) == size {
		next = j.count % size
	}
	latest = append(append(make([]Entry, 0, len(j.entries)), j.entries[next:]...), j.entries[:next]...)
	slices.Reverse(latest)
	return latest, j.count
}

// Details gives what a request carried, and false when it is forgotten.
func (j *Journal) Details(id int) (Details, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if id < 1 || id > j.count || id <= j.count-size {
		return Details{}, false
	}
	return j.entries[(id-1)%size].Details, true
}
