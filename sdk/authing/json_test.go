package authing_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
)

func TestJSON(t *testing.T) {
	made := func(v any) authing.JSON {
		t.Helper()
		value, err := authing.NewJSON(v)
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	for _, test := range []struct {
		name  string
		value authing.JSON
		want  any
		wire  string
	}{
		{"a literal string", "red", "red", `"\"red\""`},
		{"a literal number", "36", 36.0, `"36"`},
		{"a literal boolean", "true", true, `"true"`},
		{"a string that looks like a number", made("36"), "36", `"\"36\""`},
		{"an object", made(map[string]int{"a": 1}), map[string]any{"a": 1.0}, `"{\"a\":1}"`},
		{"half an object", "{", "{", `"\"{\""`},
		{"quotation marks", `say "hi"`, `say "hi"`, `"\"say \\\"hi\\\"\""`},
	} {
		t.Run(test.name, func(t *testing.T) {
			wire, err := json.Marshal(struct{ V authing.JSON }{test.value})
			if err != nil {
				t.Fatal(err)
			}
			if want := `{"V":` + test.wire + `}`; string(wire) != want {
				t.Errorf("it travels as %s, want %s", wire, want)
			}
			var back struct{ V authing.JSON }
			if err := json.Unmarshal(wire, &back); err != nil {
				t.Fatal(err)
			}
			var got any
			if err := back.V.Decode(&got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("it was decoded wrong (-want +got):\n%s", diff)
			}
		})
	}
}

func TestJSONMistakes(t *testing.T) {
	var number int
	if err := authing.JSON("red").Decode(&number); err == nil {
		t.Error("a string was decoded into a number")
	}
	if err := authing.JSON("").Decode(&number); err == nil {
		t.Error("nothing was decoded")
	}
	if _, err := authing.NewJSON(make(chan int)); err == nil {
		t.Error("a channel became JSON")
	}
	if text, err := json.Marshal(struct {
		V authing.JSON `json:"v,omitempty"`
	}{}); err != nil || string(text) != "{}" {
		t.Errorf("nothing travels as %s, %v", text, err)
	}
}
