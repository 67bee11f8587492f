package visitor

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/internal/runtime"
	"github.com/authing-community/authing-go/sdk/weather/authing"
)

// request is what the service gets over GraphQL.
type request struct {
	OperationName string
	Variables     map[string]any
}

// serve answers as the weather service does.
func serve(t *testing.T) *Client {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /weather", func(w http.ResponseWriter, r *http.Request) {
		var got request
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		if token := r.Header.Get("Authorization"); token != "Bearer VISITOR" {
			t.Errorf("%s was sent with %q", got.OperationName, token)
		}
		fmt.Fprint(w, answer(t, got))
	})
	mux.HandleFunc("GET /forecast/{town}", func(w http.ResponseWriter, r *http.Request) {
		if got := r.PathValue("town") + "?" + r.URL.RawQuery; got != "Ulm?days=2" {
			t.Errorf("the forecast was asked for %s", got)
		}
		fmt.Fprint(w, `{"code": 200, "data": [[1, 2.5], [], [3]]}`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	settings := runtime.Settings{Mode: runtime.SessionCredential, Token: "VISITOR"}
	c, err := runtime.New("POOL", settings, runtime.WithOrigin(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	return newClient(c)
}

func answer(t *testing.T, got request) string {
	switch got.OperationName {
	case "Note":
		want := map[string]any{"notes": []any{
			map[string]any{"station": "S", "value": `{"drops":3}`},
			map[string]any{"station": "S", "value": `"mist"`},
		}}
		if diff := cmp.Diff(want, got.Variables); diff != "" {
			t.Errorf("the notes arrived wrong (-want +got):\n%s", diff)
		}
		return `{"data": {"note": [{"value": "{\"drops\":3}"}]}}`
	case "Sky":
		if got.Variables["page"] == 2.0 {
			return `{"data": {"sky": {"list": []}}}`
		}
		return `{"data": {"sky": {
			"list": [{"__typename": "Cloud", "height": 900}, null, {"__typename": "Kite"}],
			"fields": [[{"__typename": "Bird", "kind": "crane"}, null], null, []]}}}`
	case "Fields":
		return `{"data": {"sky": {"fields": [[{"__typename": "Bird", "kind": "crane"}], null]}}}`
	case "StationsReadings":
		switch {
		case got.Variables["id"] == "NOWHERE":
			return `{"data": {"station": null}}`
		case got.Variables["id"] == "CLOSED":
			return `{"errors": [{"message": {"code": 2004, "message": "no"}}]}`
		case got.Variables["pool"] != "POOL":
			t.Errorf("the pool is %v", got.Variables["pool"])
		case got.Variables["page"] == 2.0:
			return `{"data": {"station": {"readings": {"totalCount": 3, "list": [{"temperature": 3}]}}}}`
		}
		return `{"data": {"station": {"readings": {"totalCount": 3, "list": [{"temperature": 1}, {"temperature": 2.5}]}}}}`
	}
	t.Errorf("nobody knows %s", got.OperationName)
	return `{}`
}

func TestReadings(t *testing.T) {
	c := serve(t)
	var temperatures []float64
	for reading, err := range c.Stations.AllReadings(t.Context(), StationsReadingsInput{ID: "S"}) {
		if err != nil {
			t.Fatal(err)
		}
		temperatures = append(temperatures, reading.Temperature)
	}
	if diff := cmp.Diff([]float64{1, 2.5, 3}, temperatures); diff != "" {
		t.Errorf("the readings are wrong (-want +got):\n%s", diff)
	}
	if _, err := c.Stations.Readings(t.Context(), StationsReadingsInput{ID: "CLOSED"}); !errors.Is(err, authing.CodeUserNotFound) {
		t.Errorf("a refusal is %v", err)
	}
	if page, err := c.Stations.Readings(t.Context(), StationsReadingsInput{ID: "NOWHERE"}); err == nil {
		t.Errorf("a station that is not there has %v", page)
	}
}

func TestNote(t *testing.T) {
	drops, err := authing.NewJSON(map[string]int{"drops": 3})
	if err != nil {
		t.Fatal(err)
	}
	notes, err := serve(t).Note(t.Context(), []authing.NoteInput{{Station: "S", Value: drops}, {Station: "S", Value: "mist"}})
	if err != nil {
		t.Fatal(err)
	}
	var seen struct{ Drops int }
	if len(notes) != 1 || notes[0].Value.Decode(&seen) != nil || seen.Drops != 3 {
		t.Errorf("the notes are %v, with %v", notes, seen)
	}
}

// TestSky reads a union in lists, in lists of lists and through all pages.
func TestSky(t *testing.T) {
	c := serve(t)
	page, err := c.Sky(t.Context(), SkyInput{})
	if err != nil {
		t.Fatal(err)
	}
	crane := &authing.SeenBird{Kind: "crane"}
	want := &authing.SkyPage{
		List:   []authing.Seen{&authing.SeenCloud{Height: 900}, nil, &authing.SeenOther{Typename: "Kite"}},
		Fields: [][]authing.Seen{{crane, nil}, nil, {}},
	}
	if diff := cmp.Diff(want, page); diff != "" {
		t.Errorf("the sky is wrong (-want +got):\n%s", diff)
	}
	fields, err := c.Fields(t.Context())
	if diff := cmp.Diff([][]authing.Seen{{crane}, nil}, fields); err != nil || diff != "" {
		t.Errorf("the fields are wrong, with the error %v (-want +got):\n%s", err, diff)
	}
	var all []authing.Seen
	for seen, err := range c.WholeSky(t.Context(), SkyInput{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, seen)
	}
	if diff := cmp.Diff([]authing.Seen{want.List[0], want.List[2]}, all); diff != "" {
		t.Errorf("all pages are wrong (-want +got):\n%s", diff)
	}
}

// TestSkyAgain keeps what is in the sky as JSON, and comes back to it.
func TestSkyAgain(t *testing.T) {
	seen := []authing.Seen{&authing.SeenBird{Kind: "crane"}, &authing.SeenCloud{}, &authing.SeenOther{Typename: "Kite"}, nil}
	want := authing.SkyPage{List: seen, Fields: [][]authing.Seen{seen, nil, {}}}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got authing.SkyPage
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after %s the sky is another (-want +got):\n%s", text, diff)
	}
	for _, one := range []any{seen[0], authing.SeenBird{Kind: "crane"}} {
		text, err := json.Marshal(one)
		if err != nil {
			t.Fatal(err)
		}
		if want := `{"__typename":"Bird","kind":"crane"}`; string(text) != want {
			t.Errorf("%T became %s, not %s", one, text, want)
		}
		if bird, err := authing.UnmarshalSeen(text); err != nil || cmp.Diff(seen[0], bird) != "" {
			t.Errorf("%s became %v, with the error %v", text, bird, err)
		}
	}
}

func TestForecast(t *testing.T) {
	days, err := serve(t).Forecast(t.Context(), ForecastInput{Town: "Ulm"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]float64{{1, 2.5}, {}, {3}}, days); diff != "" {
		t.Errorf("the forecast is wrong (-want +got):\n%s", diff)
	}
}
