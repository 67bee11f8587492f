package authing

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestTimeParse(t *testing.T) {
	china := time.FixedZone("", 8*60*60)
	evening := time.Date(2017, 10, 17, 21, 2, 1, 0, china)
	for text, want := range map[Time]time.Time{
		"Tue Oct 17 2017 21:02:01 GMT+0800 (CST)":    evening,
		"Tue Oct 17 2017 21:02:01 GMT+0800 (中国标准时间)": evening,
		"Tue Oct 17 2017 21:02:01 GMT+0800":          evening,
		"Sun Oct 01 2017 00:00:00 GMT-0330 (NDT)":    time.Date(2017, 10, 1, 3, 30, 0, 0, time.UTC),
		"Tue, 17 Oct 2017 13:02:01 GMT":              evening,
		"2017-10-17T13:02:01Z":                       evening,
		"2017-10-17T13:02:01.000Z":                   evening,
		"2017-10-17T13:02:01.123456789Z":             evening.Add(123456789),
		"2017-10-17T21:02:01+08:00":                  evening,
		"2017-10-17T21:02:01.500+0800":               evening.Add(500 * time.Millisecond),
		"2017-10-17T13:02:01":                        evening,
		"2017-10-17T13:02:01.5":                      evening.Add(500 * time.Millisecond),
		"2017-10-17 13:02:01":                        evening,
		"2017-10-17":                                 time.Date(2017, 10, 17, 0, 0, 0, 0, time.UTC),
		" 2017-10-17 ":                               time.Date(2017, 10, 17, 0, 0, 0, 0, time.UTC),
		"1508245321":                                 evening,
		"1508245321000":                              evening,
		"1508245321500":                              evening.Add(500 * time.Millisecond),
		"0":                                          time.Unix(0, 0),
	} {
		got, err := text.Parse()
		if err != nil || !got.Equal(want) {
			t.Errorf("%q parses as %v, %v; want %v", string(text), got, err, want)
		}
	}
	for _, text := range []Time{"", " ", "soon", "Invalid Date", "2017-13-01", "-5", "1.5", "99999999999999999999", Time(strings.Repeat("1", 1000))} {
		if got, err := text.Parse(); err == nil || len(err.Error()) > 2*longest {
			t.Errorf("%.30q parses as %v, %v", string(text), got, err)
		}
	}
}

func TestNewTime(t *testing.T) {
	moment := time.Date(2017, 10, 17, 21, 2, 1, 123_999_999, time.FixedZone("", 8*60*60))
	made := NewTime(moment)
	if made != "2017-10-17T13:02:01.123Z" {
		t.Errorf("made %q", string(made))
	}
	back, err := made.Parse()
	if err != nil || !back.Equal(moment.Truncate(time.Millisecond)) {
		t.Errorf("parses as %v, %v", back, err)
	}
	if made.IsZero() || !Time("").IsZero() {
		t.Error("IsZero is wrong")
	}
}

// TestStrangeTimeFailsNoAnswer is why Time is a text.
func TestStrangeTimeFailsNoAnswer(t *testing.T) {
	var answer struct{ When Time }
	if err := json.Unmarshal([]byte(`{"When":"next week"}`), &answer); err != nil || answer.When != "next week" {
		t.Errorf("%+v, %v", answer, err)
	}
}

func FuzzTimeParse(f *testing.F) {
	for _, seed := range []string{
		"Tue Oct 17 2017 21:02:01 GMT+0800 (CST)", "2017-10-17T13:02:01.000Z", "1508245321000", "9999999999999999",
		"Tue, 17 Oct 2017 13:02:01 GMT", "", "(", " (", "2017-10-17T13:02:01.5+0800",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := Time(text).Parse()
		if err != nil {
			return
		}
		again, err := NewTime(parsed).Parse()
		if year := parsed.UTC().Year(); year < 0 || year > 9999 {
			return // ISO 8601 has four digits for the year
		}
		if err != nil || !again.Equal(parsed.Truncate(time.Millisecond)) {
			t.Errorf("%q is %v, and again %v, %v", text, parsed, again, err)
		}
	})
}
