package service

import (
	"slices"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Rule is a function in JavaScript that the real service runs when people
// register and sign in. The box keeps it, and runs nothing.
type Rule struct {
	ID, Name, Description, Type, FaaSURL, Code string
	CreatedAt, UpdatedAt                       string // ISO 8601
	Enabled                                    bool
}

// Pair is a value with its key: of the rules' environment, or kept with a user.
type Pair struct {
	Key, Value string
}

// setPair gives a list in which a key has a value: where it had one, or else at
// the end.
func setPair(list []Pair, pair Pair) []Pair {
	list = slices.Clone(list)
	if i := slices.IndexFunc(list, func(p Pair) bool { return p.Key == pair.Key }); i >= 0 {
		list[i] = pair
		return list
	}
	return append(list, pair)
}

// removePair gives a list without a key, and whether it was there.
func removePair(list []Pair, key string) (rest []Pair, found bool) {
	rest = slices.DeleteFunc(slices.Clone(list), func(p Pair) bool { return p.Key == key })
	return rest, len(rest) < len(list)
}

// ruleTypes are the moments at which a rule may run.
func ruleTypes() []string { return []string{"PRE_REGISTER", "POST_REGISTER", "POST_AUTHENTICATION"} }

// withRule lets the owner do something with a rule.
func (s *Service) withRule(bearer, id string, do func(*pool, *Rule) error) (Rule, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, "")
	if err != nil {
		return Rule{}, err
	}
	i := slices.IndexFunc(p.rules, func(r *Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, refuse(authing.CodeRuleNotFound)
	}
	r := p.rules[i]
	if err := do(p, r); err != nil {
		return Rule{}, err
	}
	return *r, nil
}

// Rule gives a rule.
func (s *Service) Rule(bearer, id string) (Rule, error) {
	return s.withRule(bearer, id, func(*pool, *Rule) error { return nil })
}

// Rules gives the pool's rules in the order of creation.
func (s *Service) Rules(bearer, poolID string) ([]Rule, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return nil, err
	}
	return tell(p.rules, func(r *Rule) Rule { return *r }), nil
}

// CreateRule creates a rule, which is enabled.
func (s *Service) CreateRule(bearer string, in Rule, poolID string) (Rule, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return Rule{}, err
	}
	switch {
	case strings.TrimSpace(in.Name) == "" || strings.TrimSpace(in.Code) == "":
		return Rule{}, refuse(authing.CodeParametersIncomplete)
	case !slices.Contains(ruleTypes(), in.Type):
		return Rule{}, refusef(authing.CodeParametersIncomplete, "the type is none of %s", strings.Join(ruleTypes(), ", "))
	}
	in.ID, in.Enabled = newID(), true
	in.FaaSURL = s.origin + "/rules/" + in.ID // nothing is there: the box runs no rules
	in.CreatedAt = isoString(s.now())
	in.UpdatedAt = in.CreatedAt
	p.rules = append(p.rules, &in)
	return in, nil
}

// RulePatch is a change to a rule: nil leaves alone.
type RulePatch struct {
	ID         string
	Name, Code *string
	Enabled    *bool
}

// UpdateRule changes a rule.
func (s *Service) UpdateRule(bearer string, in RulePatch) (Rule, error) {
	return s.withRule(bearer, in.ID, func(_ *pool, r *Rule) error {
		for _, needed := range []*string{in.Name, in.Code} {
			if needed != nil && strings.TrimSpace(*needed) == "" {
				return refuse(authing.CodeParametersIncomplete)
			}
		}
		set(&r.Name, in.Name)
		set(&r.Code, in.Code)
		set(&r.Enabled, in.Enabled)
		r.UpdatedAt = isoString(s.now())
		return nil
	})
}

// DeleteRule deletes a rule.
func (s *Service) DeleteRule(bearer, id string) error {
	_, err := s.withRule(bearer, id, func(p *pool, r *Rule) error {
		p.rules = without(p.rules, r)
		return nil
	})
	return err
}

// RuleEnv gives the values of the rules' environment.
func (s *Service) RuleEnv(bearer, poolID string) ([]Pair, error) {
	return s.changeEnv(bearer, poolID, func(env []Pair) ([]Pair, error) { return env, nil })
}

// SetRuleEnv sets a value of the rules' environment, and gives them all.
func (s *Service) SetRuleEnv(bearer, poolID string, pair Pair) ([]Pair, error) {
	return s.changeEnv(bearer, poolID, func(env []Pair) ([]Pair, error) {
		if pair.Key == "" {
			return nil, refusef(authing.CodeParametersIncomplete, "key missing")
		}
		return setPair(env, pair), nil
	})
}

// RemoveRuleEnv removes a value from the rules' environment, and gives the rest.
func (s *Service) RemoveRuleEnv(bearer, poolID, key string) ([]Pair, error) {
	return s.changeEnv(bearer, poolID, func(env []Pair) ([]Pair, error) {
		rest, found := removePair(env, key)
		if !found {
			return nil, refusef(authing.CodeParametersIncomplete, "there is no value of that key")
		}
		return rest, nil
	})
}

func (s *Service) changeEnv(bearer, poolID string, change func([]Pair) ([]Pair, error)) ([]Pair, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.owner(bearer, poolID)
	if err != nil {
		return nil, err
	}
	changed, err := change(p.env)
	if err != nil {
		return nil, err
	}
	p.env = changed
	return slices.Clone(changed), nil
}
