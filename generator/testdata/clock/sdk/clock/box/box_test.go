package box

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/graph-gophers/graphql-go"
)

// clocks answers with what it is asked.
type clocks struct{ UnimplementedQuery }

func (clocks) Clock(_ context.Context, args ClockArgs) (*Clock, error) {
	face := Face{Value: "round"}
	return &Clock{
		Shows:    Moment{Value: args.At.Value.Add(time.Hour)},
		Ticks:    &args.Known.Ticks,
		Face:     &face,
		Labels:   &Labels{Value: map[string]string{"maker": "Ada"}},
		Anything: args.Known.Anything,
		Wound:    &[]Moment{args.At},
	}, nil
}

// TestScalars lets graph-gophers read and write every scalar, in variables and in the
// text of a query.
func TestScalars(t *testing.T) {
	schema, err := graphql.ParseSchema(Schema, &clocks{}, graphql.UseFieldResolvers(), graphql.UseStringDescriptions())
	if err != nil {
		t.Fatal(err)
	}
	const fields = "{ shows ticks face labels anything wound }"
	want := `{"clock":{"shows":"2020-02-29T13:00:00Z","ticks":1700000000000,"face":"round","labels":{"maker":"Ada"},` +
		`"anything":{"a":[1,null]},"wound":["2020-02-29T12:00:00Z"]}}`
	var variables map[string]any
	if err := json.Unmarshal([]byte(`{"at": "2020-02-29T12:00:00Z", "known": {"ticks": 1700000000000, "anything": {"a": [1, null]}}}`), &variables); err != nil {
		t.Fatal(err)
	}
	answer := schema.Exec(t.Context(), "query($at: Moment!, $known: Known) { clock(at: $at, known: $known) "+fields+" }", "", variables)
	if len(answer.Errors) > 0 {
		t.Fatal(answer.Errors)
	}
	if diff := cmp.Diff(want, string(answer.Data)); diff != "" {
		t.Errorf("the answer is wrong (-want +got):\n%s", diff)
	}
	answer = schema.Exec(t.Context(), `{ clock(at: "2020-02-29T12:00:00Z", known: {ticks: 3, anything: "x"}) { ticks anything } }`, "", nil)
	if diff := cmp.Diff(`{"clock":{"ticks":3,"anything":"x"}}`, string(answer.Data)); diff != "" || len(answer.Errors) > 0 {
		t.Errorf("the answer is wrong, with %v (-want +got):\n%s", answer.Errors, diff)
	}
	if answer = schema.Exec(t.Context(), `{ clock(at: "noon") { ticks } }`, "", nil); len(answer.Errors) == 0 {
		t.Error("noon is taken for a moment")
	}
}
