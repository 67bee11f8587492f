package authing

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Time is a point in time as the service writes it: a JavaScript date string, ISO
// 8601, or milliseconds since 1970, depending on the method. It keeps the text, so
// that a strange time never fails a whole answer; [Time.Parse] reads it on demand.
type Time string

// iso is how the service's own clients write a time: ISO 8601, UTC, milliseconds.
const iso = "2006-01-02T15:04:05.000Z"

// longest is the length in bytes beyond which a text is no time. The longest known
// form is a JavaScript date with its zone spelled out, some 60 bytes.
const longest = 128

// NewTime returns t as the service writes times: ISO 8601 in UTC with milliseconds.
func NewTime(t time.Time) Time { return Time(t.UTC().Format(iso)) }

// IsZero reports whether there is no time at all.
func (t Time) IsZero() bool { return t == "" }

// Parse reads JavaScript date strings ("Tue Oct 17 2017 21:02:01 GMT+0800 (CST)"),
// ISO 8601 and RFC 3339 with or without a fraction (UTC where the zone is missing),
// HTTP dates, and digits: seconds since 1970, or milliseconds from 100,000,000,000 on.
func (t Time) Parse() (time.Time, error) {
	text := strings.TrimSpace(string(t))
	if text == "" {
		return time.Time{}, errors.New("authing: there is no time to parse")
	}
	if len(text) > longest {
		return time.Time{}, errors.New("authing: the text is too long for a time")
	}
	if parsed, ok := parseEpoch(text); ok {
		return parsed, nil
	}
	// JavaScript repeats the zone in words behind its offset: "GMT+0800 (CST)".
	if head, _, found := strings.Cut(text, " ("); found {
		text = head
	}
	for _, layout := range [...]string{
		time.RFC3339,                        // "2017-10-17T13:02:01.000Z"; a fraction parses without being asked for
		"Mon Jan _2 2006 15:04:05 GMT-0700", // JavaScript's Date.toString
		"2006-01-02T15:04:05Z0700",          // ISO 8601 with the zone in its basic form
		"2006-01-02T15:04:05",
		"2006-01-02 15:04:05Z07:00",
		"2006-01-02 15:04:05",
		time.DateOnly,
		time.RFC1123, // JavaScript's Date.toUTCString
	} {
		if parsed, err := time.Parse(layout, text); err == nil {
			return parsed, nil
		}
	}
	return time.Time{}, fmt.Errorf("authing: %q is not a time in a known form", text)
}

// parseEpoch reads text that consists of digits alone.
func parseEpoch(text string) (time.Time, bool) {
	// Beyond 16 digits even milliseconds leave the years that package time can write.
	if len(text) > 16 || strings.Trim(text, "0123456789") != "" {
		return time.Time{}, false
	}
	count, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	if count < 100_000_000_000 { // as seconds the year 5138, as milliseconds March 1973
		return time.Unix(count, 0).UTC(), true
	}
	return time.UnixMilli(count).UTC(), true
}
