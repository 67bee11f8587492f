package fetch

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// asked starts an endpoint that refuses words in a query, with an error of
// GraphQL each, and keeps the queries.
func asked(t *testing.T, refused map[string]string, answer string) (*target, *[]string) {
	t.Helper()
	var queries []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var question struct{ Query string }
		if err := json.NewDecoder(r.Body).Decode(&question); err != nil {
			t.Error(err)
		}
		queries = append(queries, question.Query)
		var errs []string
		for word, message := range refused {
			if strings.Contains(question.Query, word) {
				errs = append(errs, fmt.Sprintf(`{"message": %q}`, message))
			}
		}
		if len(errs) > 0 {
			fmt.Fprintf(w, `{"errors": [%s]}`, strings.Join(errs, ","))
			return
		}
		fmt.Fprint(w, answer)
	}))
	t.Cleanup(server.Close)
	to, err := Endpoint{URL: server.URL, Timeout: time.Minute, Limit: 1 << 20}.check()
	if err != nil {
		t.Fatal(err)
	}
	return to, &queries
}

// TestFeatures holds that an endpoint is asked again without what it refuses, and
// without nothing else.
func TestFeatures(t *testing.T) {
	const answer = `{"data": {"__schema": {"queryType": {"name": "Query"}}}}`
	tests := map[string]struct {
		refused   map[string]string
		left      []string
		questions int
	}{
		"everything is known": {nil, []string{"isRepeatable", "specifiedByURL", "isOneOf", "deprecated arguments"}, 1},
		"one is not": {
			map[string]string{"isOneOf": `Cannot query field "isOneOf" on type "__Type".`},
			[]string{"isRepeatable", "specifiedByURL", "deprecated arguments"}, 2,
		},
		"one after the other": {
			map[string]string{"isOneOf": "isOneOf", "isRepeatable": "isRepeatable"}, []string{"specifiedByURL", "deprecated arguments"}, 2,
		},
		"arguments are never deprecated": {
			map[string]string{"args(includeDeprecated": `Unknown argument "includeDeprecated" on field "__Field.args".`},
			[]string{"isRepeatable", "specifiedByURL", "isOneOf"}, 2,
		},
		"it does not say which": {map[string]string{"isOneOf": "syntax error"}, nil, 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			to, queries := asked(t, test.refused, answer)
			_, features, err := to.introspect(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var left []string
			for _, f := range features {
				left = append(left, f.name)
			}
			if !slices.Equal(left, test.left) || len(*queries) != test.questions {
				t.Errorf("%d questions, left are %q; want %d, %q", len(*queries), left, test.questions, test.left)
			}
		})
	}
}

// everything is an answer with all that introspection can tell.
const everything = `{"data": {"__schema": {
	"queryType": {"name": "Query"},
	"types": [
		{"kind": "OBJECT", "name": "Query", "fields": [{"name": "book",
			"args": [
				{"name": "by", "type": {"kind": "INPUT_OBJECT", "name": "By"}},
				{"name": "old", "type": {"kind": "SCALAR", "name": "Int"}, "isDeprecated": true, "deprecationReason": "use by"}
			],
			"type": {"kind": "SCALAR", "name": "Day"}}]},
		{"kind": "INPUT_OBJECT", "name": "By", "isOneOf": true, "inputFields": [
			{"name": "id", "type": {"kind": "SCALAR", "name": "ID"}, "isDeprecated": true, "deprecationReason": "No longer supported"},
			{"name": "title", "type": {"kind": "SCALAR", "name": "String"}}
		]},
		{"kind": "SCALAR", "name": "Day", "specifiedByURL": "https://example.com/day"},
		{"kind": "SCALAR", "name": "ID"}
	],
	"directives": [
		{"name": "slow", "description": "may take long", "locations": ["FIELD", "OBJECT"], "isRepeatable": true,
			"args": [{"name": "seconds", "type": {"kind": "SCALAR", "name": "Int"}, "defaultValue": "1"}]},
		{"name": "internal", "locations": ["OBJECT"], "args": []},
		{"name": "include", "locations": ["FIELD"], "args": []}
	]
}}}`

// TestEverything holds that all that introspection tells arrives in the folder,
// and stays where an older server cannot tell it.
func TestEverything(t *testing.T) {
	const before = `type Query @service(name: "s") { book(by: By, old: Int): Day }

input By { id: ID, title: String }

scalar Day
`
	const want = `type Query @service(name: "s") { book(by: By, old: Int @deprecated(reason: "use by")): Day }

input By @oneOf { id: ID @deprecated, title: String }

scalar Day @specifiedBy(url: "https://example.com/day")
`
	const wantDirective = `"may take long"
directive @slow(
  "in seconds"
  seconds: Int = 1
) repeatable on FIELD`
	got, fresh := merged(t, before, everything, nil)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(strings.Replace(wantDirective, "  \"in seconds\"\n", "", 1), strings.Join(fresh, "\n")); diff != "" {
		t.Errorf("directives (-want +got):\n%s", diff)
	}
	older := map[string]string{"isOneOf": "isOneOf", "specifiedByURL": "specifiedByURL", "includeDeprecated: true) { ...Input": "includeDeprecated", "isRepeatable": "isRepeatable"}
	plain := strings.NewReplacer(`"isOneOf": true,`, "", `, "specifiedByURL": "https://example.com/day"`, "",
		`, "isDeprecated": true, "deprecationReason": "use by"`, "", `, "isDeprecated": true, "deprecationReason": "No longer supported"`, "").Replace(everything)
	if got, _ := merged(t, want, plain, older); got != want {
		t.Errorf("an older server takes away what it cannot tell (-want +got):\n%s", cmp.Diff(want, got))
	}
	if got, _ := merged(t, want, plain, nil); got != before {
		t.Errorf("what is told no longer stays (-want +got):\n%s", cmp.Diff(before, got))
	}
}
