package service

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// udfUser is the kind of object that users are, for user-defined fields.
const udfUser = "USER"

// UDFDefinition is a field that a pool defines itself.
type UDFDefinition struct {
	TargetType, Key string // kind of object that has it, and its name
	DataType        string // one of those of matches
	Label           string // name to show to people
	Options         string // values to choose from, as JSON; "" for none
}

// UDFValue is what an object has in such a field.
type UDFValue struct {
	Key      string `json:"key"`
	DataType string `json:"dataType"`
	Value    string `json:"value"` // JSON
	Label    string `json:"label"`
}

// UDFChange is a value to set on an object.
type UDFChange struct{ Target, Key, Value string }

// udfValue is a value as the service holds it.
type udfValue struct{ Type, Target, Key, Value string }

// matches tells whether a value is of the type that a field has, and gives it as
// it is kept: a time becomes a number, milliseconds since 1970.
func (d UDFDefinition) matches(value string) (string, bool) {
	var read any
	if json.Unmarshal([]byte(value), &read) != nil {
		return "", false
	}
	switch d.DataType {
	case "STRING":
		_, ok := read.(string)
		return value, ok
	case "NUMBER":
		_, ok := read.(float64)
		return value, ok
	case "BOOLEAN":
		_, ok := read.(bool)
		return value, ok
	case "OBJECT":
		_, ok := read.(map[string]any)
		return value, ok
	case "DATETIME":
		return moment(value, read)
	case "SELECT":
		return value, d.offers(read)
	}
	return "", false
}

// moment takes a time as a number, or as the text that JavaScript makes of one.
func moment(value string, read any) (string, bool) {
	if _, ok := read.(float64); ok {
		return value, true
	}
	text, _ := read.(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return "", false
	}
	encoded, err := json.Marshal(at.UnixMilli())
	return string(encoded), err == nil
}

// offers tells whether a value is among the options of a field.
func (d UDFDefinition) offers(chosen any) bool {
	var options []struct{ Value any }
	if json.Unmarshal([]byte(d.Options), &options) != nil {
		return false
	}
	text, ok := chosen.(string)
	for _, option := range options {
		if ok && option.Value == text {
			return true
		}
	}
	return false
}

// definition finds a field; nil where there is none.
func (p *pool) definition(kind, key string) *UDFDefinition {
	if i := slices.IndexFunc(p.udf, func(d UDFDefinition) bool { return d.TargetType == kind && d.Key == key }); i >= 0 {
		return &p.udf[i]
	}
	return nil
}

// values gives what an object has, in the order of the definitions.
func (p *pool) values(kind, target string) []UDFValue {
	found := []UDFValue{}
	for _, d := range p.udf {
		for _, v := range p.udv {
			if d.TargetType == kind && v.Type == kind && v.Target == target && v.Key == d.Key {
				found = append(found, UDFValue{Key: d.Key, DataType: d.DataType, Value: v.Value, Label: d.Label})
			}
		}
	}
	return found
}

// checked refuses values that fit no definition, and gives them as they are kept.
func (p *pool) checked(kind string, changes []UDFChange) ([]udfValue, error) {
	var kept []udfValue
	for _, change := range changes {
		d := p.definition(kind, change.Key)
		if d == nil {
			return nil, refusef(authing.CodeParametersIncomplete, "the pool defines no field %q", change.Key)
		}
		value, ok := d.matches(change.Value)
		if !ok {
			return nil, refusef(authing.CodeParametersIncomplete, "the value of %q is no %s", change.Key, d.DataType)
		}
		kept = append(kept, udfValue{Type: kind, Target: change.Target, Key: change.Key, Value: value})
	}
	return kept, nil
}

// keep sets values that were checked.
func (p *pool) keep(values []udfValue) {
	for _, v := range values {
		p.drop(func(old udfValue) bool { return old.Type == v.Type && old.Target == v.Target && old.Key == v.Key })
		p.udv = append(p.udv, v)
	}
}

// drop forgets values.
func (p *pool) drop(which func(udfValue) bool) { p.udv = slices.DeleteFunc(p.udv, which) }

// UDFs lists the fields that the pool defines for a kind of object.
func (s *Service) UDFs(by Asker, kind string) ([]UDFDefinition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(p.udf), func(d UDFDefinition) bool { return d.TargetType != kind }), nil
}

// SetUDF defines a field, or changes its definition. Values that no longer fit
// stay.
func (s *Service) SetUDF(by Asker, in UDFDefinition) (UDFDefinition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return UDFDefinition{}, err
	}
	if in.Key == "" {
		return UDFDefinition{}, refusef(authing.CodeParametersIncomplete, "key missing")
	}
	if old := p.definition(in.TargetType, in.Key); old != nil {
		*old = in
	} else {
		p.udf = append(p.udf, in)
	}
	return in, nil
}

// RemoveUDF removes a field, and with it what objects have in it.
func (s *Service) RemoveUDF(by Asker, kind, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.runner(by)
	if err != nil {
		return err
	}
	if p.definition(kind, key) == nil {
		return refusef(authing.CodeParametersIncomplete, "the pool defines no field %q", key)
	}
	p.udf = slices.DeleteFunc(p.udf, func(d UDFDefinition) bool { return d.TargetType == kind && d.Key == key })
	p.drop(func(v udfValue) bool { return v.Type == kind && v.Key == key })
	return nil
}

// target lets pass who may read and set an object's values: the owner any, a user
// their own.
func (s *Service) target(by Asker, kind, id string) (*pool, error) {
	if kind != udfUser {
		return s.runner(by)
	}
	c, _, err := s.about(by, id)
	return c.pool, err
}

// UDFValues gives what an object has: the owner asks about any, a user about
// themselves.
func (s *Service) UDFValues(by Asker, kind, id string) ([]UDFValue, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.target(by, kind, id)
	if err != nil {
		return nil, err
	}
	return p.values(kind, id), nil
}

// SetUDFValues sets values of objects, all or none, for whom UDFValues gives
// them.
func (s *Service) SetUDFValues(by Asker, kind string, changes ...UDFChange) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var p *pool
	for _, change := range changes {
		var err error
		if p, err = s.target(by, kind, change.Target); err != nil {
			return err
		}
	}
	if p == nil {
		return refuse(authing.CodeParametersIncomplete)
	}
	kept, err := p.checked(kind, changes)
	if err != nil {
		return err
	}
	p.keep(kept)
	return nil
}

// RemoveUDFValue removes what an object has in a field. Having nothing there is no
// error.
func (s *Service) RemoveUDFValue(by Asker, kind, id, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.target(by, kind, id)
	if err != nil {
		return err
	}
	p.drop(func(v udfValue) bool { return v.Type == kind && v.Target == id && v.Key == key })
	return nil
}
