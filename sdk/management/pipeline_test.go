package management_test

import (
	"testing"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/internal/boxed"
	"github.com/authing-community/authing-go/sdk/management"
)

// code is a rule's function. Nobody runs it.
const code = "async function pipe(user, context, callback) { callback(null, user, context) }"

func ruleInput() management.PipelineCreateRuleInput {
	return management.PipelineCreateRuleInput{Name: "greet", Description: "Greets", Type: "POST_REGISTER", Code: code}
}

func rule() *authing.Rule {
	return &authing.Rule{
		ID: boxed.Any, Name: "greet", Description: "Greets", Type: "POST_REGISTER", Enabled: true, FaaSURL: boxed.Any, Code: code,
		CreatedAt: boxed.Any, UpdatedAt: boxed.Any,
	}
}

// newRule creates a rule.
func newRule(t *testing.T, w *world) *authing.Rule {
	t.Helper()
	return must[*authing.Rule](t)(w.Client.Pipeline.CreateRule(t.Context(), ruleInput()))
}

func rules() []scenario {
	const unknown = authing.CodeRuleNotFound
	env := func(entries ...*authing.RuleEnvEntry) *authing.RuleEnv {
		return &authing.RuleEnv{List: append([]*authing.RuleEnvEntry{}, entries...), TotalCount: len(entries)}
	}
	set := func(t *testing.T, w *world, key string, value authing.Secret) (*authing.RuleEnv, error) {
		return w.Client.Pipeline.SetEnv(t.Context(), management.PipelineSetEnvInput{Key: key, Value: value})
	}
	return []scenario{
		{Method: "Pipeline.CreateRule", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, rule())(w.Client.Pipeline.CreateRule(t.Context(), ruleInput()))
		}},
		{Method: "Pipeline.CreateRule", When: "at no moment", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			in := ruleInput()
			in.Type = "SOME_TIME"
			return boxed.Fails[*authing.Rule](t)(w.Client.Pipeline.CreateRule(t.Context(), in))
		}},
		{Method: "Pipeline.UpdateRule", When: "nil leaves", Do: func(t *testing.T, w *world) error {
			id := newRule(t, w).ID
			want := rule()
			want.Enabled = false
			if err := boxed.Gives(t, want)(w.Client.Pipeline.UpdateRule(t.Context(), management.PipelineUpdateRuleInput{ID: id, Enabled: new(false)})); err != nil {
				return err
			}
			want.Name, want.Code = "welcome", "async function pipe() {}"
			in := management.PipelineUpdateRuleInput{ID: id, Name: new("welcome"), Code: new("async function pipe() {}")}
			return boxed.Gives(t, want)(w.Client.Pipeline.UpdateRule(t.Context(), in))
		}},
		{Method: "Pipeline.UpdateRule", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.Rule](t)(w.Client.Pipeline.UpdateRule(t.Context(), management.PipelineUpdateRuleInput{ID: unknownID}))
		}},
		{Method: "Pipeline.DeleteByID", Do: func(t *testing.T, w *world) error {
			if err := boxed.Gives(t, "rule deleted")(w.Client.Pipeline.DeleteByID(t.Context(), newRule(t, w).ID)); err != nil {
				return err
			}
			return boxed.Gives(t, &authing.RuleList{List: []*authing.Rule{}})(w.Client.Pipeline.All(t.Context()))
		}},
		{Method: "Pipeline.DeleteByID", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[string](t)(w.Client.Pipeline.DeleteByID(t.Context(), unknownID))
		}},
		{Method: "Pipeline.RuleByID", Do: func(t *testing.T, w *world) error {
			want := newRule(t, w)
			return boxed.Gives(t, want)(w.Client.Pipeline.RuleByID(t.Context(), want.ID))
		}},
		{Method: "Pipeline.RuleByID", When: "unknown", Want: unknown, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.Rule](t)(w.Client.Pipeline.RuleByID(t.Context(), unknownID))
		}},
		{Method: "Pipeline.All", Do: func(t *testing.T, w *world) error {
			want := &authing.RuleList{List: []*authing.Rule{newRule(t, w), newRule(t, w)}, TotalCount: 2}
			return boxed.Gives(t, want)(w.Client.Pipeline.All(t.Context()))
		}},
		{Method: "Pipeline.All", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RuleList](t)(asUser(t, w).Pipeline.All(t.Context()))
		}},
		{Method: "Pipeline.SetEnv", When: "a new value, and another for its key", Do: func(t *testing.T, w *world) error {
			must[*authing.RuleEnv](t)(set(t, w, "HOOK", "https://example.com"))
			must[*authing.RuleEnv](t)(set(t, w, "KEY", "secret"))
			want := env(&authing.RuleEnvEntry{Key: "HOOK", Value: "https://example.org"}, &authing.RuleEnvEntry{Key: "KEY", Value: "secret"})
			if err := boxed.Gives(t, want)(set(t, w, "HOOK", "https://example.org")); err != nil {
				return err
			}
			return boxed.Gives(t, want)(w.Client.Pipeline.Env(t.Context()))
		}},
		{Method: "Pipeline.SetEnv", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			in := management.PipelineSetEnvInput{Key: "HOOK", Value: "https://example.com"}
			return boxed.Fails[*authing.RuleEnv](t)(asUser(t, w).Pipeline.SetEnv(t.Context(), in))
		}},
		{Method: "Pipeline.RemoveEnv", Do: func(t *testing.T, w *world) error {
			must[*authing.RuleEnv](t)(set(t, w, "HOOK", "https://example.com"))
			return boxed.Gives(t, env())(w.Client.Pipeline.RemoveEnv(t.Context(), "HOOK"))
		}},
		{Method: "Pipeline.RemoveEnv", When: "unknown key", Want: authing.CodeParametersIncomplete, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RuleEnv](t)(w.Client.Pipeline.RemoveEnv(t.Context(), "HOOK"))
		}},
		{Method: "Pipeline.Env", Do: func(t *testing.T, w *world) error {
			return boxed.Gives(t, env())(w.Client.Pipeline.Env(t.Context()))
		}},
		{Method: "Pipeline.Env", When: "by a user", Want: authing.CodeNotAllowed, Do: func(t *testing.T, w *world) error {
			return boxed.Fails[*authing.RuleEnv](t)(asUser(t, w).Pipeline.Env(t.Context()))
		}},
	}
}
