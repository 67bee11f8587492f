package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/journal"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

const (
	// interval is how often a stream looks whether something changed: often enough
	// for a person.
	interval = 200 * time.Millisecond
	// patience is how long a reader may take over a message; then the stream ends,
	// and a browser that is still there opens another.
	patience = 10 * time.Second
	// most is how many users, and how many messages, a page shows.
	most = 200
	// drift is how far the box's time may be from what the page counts on to.
	drift = time.Second
)

// boxFacts is the section about the box and its pools.
type boxFacts struct {
	URL         string             `json:"url"`
	PasswordKey string             `json:"passwordKey"`
	Pools       []service.PoolView `json:"pools"`
}

// events is the stream of what the page shows. The parameters users and outbox
// say what the rows of these sections must contain.
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	ask := service.Ask{Users: query.Get("users"), Outbox: query.Get("outbox"), Most: most}
	w.Header().Set("Content-Type", "text/event-stream")
	to := &stream{writer: w, controller: http.NewResponseController(w), sent: make(map[string][]byte)}
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	// Who reconnects waits a second before. An error means that nobody reads.
	if to.write([]byte("retry: 1000\n\n")) != nil {
		return
	}
	for p.sendChanges(to, ask) == nil {
		select {
		case <-p.done:
			return
		case <-r.Context().Done():
			return
		case <-ticks.C:
		}
	}
}

// sendChanges sends the sections that are not what the reader has already.
func (p *Page) sendChanges(to *stream, ask service.Ask) error {
	view := p.box.Service.View(ask)
	latest, count := p.box.Requests.Latest()
	return errors.Join(
		to.sendClock(view.Now),
		to.send("box", boxFacts{p.box.URL, p.box.PasswordKey, view.Pools}),
		to.send("users", view.Users),
		to.send("outbox", view.Outbox),
		to.send("codes", view.QRCodes),
		to.send("requests", service.Section[journal.Entry]{Rows: latest, Found: len(latest), All: count}),
	)
}

// stream is what goes to one reader.
type stream struct {
	writer     http.ResponseWriter
	controller *http.ResponseController
	sent       map[string][]byte // what the reader has, by section
	boxTime    time.Time         // the box's time that was sent last
	at         time.Time         // when that was
}

// send sends a section, unless the reader has it.
func (s *stream) send(section string, facts any) error {
	text, err := json.Marshal(facts)
	if err != nil || bytes.Equal(text, s.sent[section]) {
		return err
	}
	if err := s.write(fmt.Appendf(nil, "event: %s\ndata: %s\n\n", section, text)); err != nil {
		return err
	}
	s.sent[section] = text
	return nil
}

// sendClock sends the box's time, unless it goes on from what was sent as time
// does.
func (s *stream) sendClock(now time.Time) error {
	expected := s.boxTime.Add(time.Since(s.at))
	if !s.at.IsZero() && now.Sub(expected).Abs() < drift {
		return nil
	}
	s.boxTime, s.at = now, time.Now()
	return s.send("clock", now)
}

// write sends a message at once, and gives up on a reader that does not read.
// Not every writer knows deadlines; then its server has to look after that.
func (s *stream) write(message []byte) error {
	_ = s.controller.SetWriteDeadline(time.Now().Add(patience))
	if _, err := s.writer.Write(message); err != nil {
		return err
	}
	return s.controller.Flush()
}
