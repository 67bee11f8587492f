package resolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

func newRule(r service.Rule) box.Rule {
	return box.Rule{
		ID: text(r.ID), Name: text(r.Name), Description: text(r.Description), Type: text(r.Type), Enabled: new(r.Enabled),
		FaaSURL: text(r.FaaSURL), Code: text(r.Code), CreatedAt: text(r.CreatedAt), UpdatedAt: text(r.UpdatedAt),
	}
}

func newRuleEnv(pairs []service.Pair) box.RuleEnv {
	return box.RuleEnv{
		List:       list(pairs, func(p service.Pair) *box.RuleEnvEntry { return &box.RuleEnvEntry{Key: &p.Key, Value: &p.Value} }),
		TotalCount: number(len(pairs)),
	}
}

func (q *query) RuleByID(ctx context.Context, args box.RuleByIDArgs) (*box.Rule, error) {
	r, err := q.service.Rule(bearer(ctx), args.ID)
	return converted(r, err, newRule)
}

func (q *query) Rules(ctx context.Context, args box.RulesArgs) (*box.PagedRules, error) {
	all, err := q.service.Rules(bearer(ctx), args.UserPoolID)
	return converted(all, err, func(all []service.Rule) box.PagedRules {
		return box.PagedRules{List: list(all, func(r service.Rule) *box.Rule { return new(newRule(r)) }), TotalCount: number(len(all))}
	})
}

func (q *query) RuleEnv(ctx context.Context, args box.RuleEnvArgs) (*box.RuleEnv, error) {
	pairs, err := q.service.RuleEnv(bearer(ctx), args.UserPoolID)
	return converted(pairs, err, newRuleEnv)
}

func (m *mutation) CreateRule(ctx context.Context, args box.CreateRuleArgs) (*box.Rule, error) {
	in := args.Input
	r, err := m.service.CreateRule(bearer(ctx), service.Rule{
		Name: in.Name, Description: value(in.Description), Type: in.Type, Code: in.Code,
	}, in.UserPoolID)
	return converted(r, err, newRule)
}

func (m *mutation) UpdateRule(ctx context.Context, args box.UpdateRuleArgs) (*box.Rule, error) {
	r, err := m.service.UpdateRule(bearer(ctx), service.RulePatch(args.Input))
	return converted(r, err, newRule)
}

func (m *mutation) DeleteRule(ctx context.Context, args box.DeleteRuleArgs) (*box.CommonMessage, error) {
	return outcome("rule deleted", m.service.DeleteRule(bearer(ctx), args.ID))
}

func (m *mutation) SetRuleEnv(ctx context.Context, args box.SetRuleEnvArgs) (*box.RuleEnv, error) {
	in := args.Input
	pairs, err := m.service.SetRuleEnv(bearer(ctx), in.UserPoolID, service.Pair{Key: in.Key, Value: in.Value})
	return converted(pairs, err, newRuleEnv)
}

func (m *mutation) RemoveRuleEnv(ctx context.Context, args box.RemoveRuleEnvArgs) (*box.RuleEnv, error) {
	pairs, err := m.service.RemoveRuleEnv(bearer(ctx), args.Input.UserPoolID, args.Input.Key)
	return converted(pairs, err, newRuleEnv)
}
