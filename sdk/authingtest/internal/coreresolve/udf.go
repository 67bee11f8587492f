package coreresolve

import (
	"context"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/corebox"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// User-defined fields.

func definition(d service.UDFDefinition) corebox.UserDefinedField {
	return corebox.UserDefinedField{
		TargetType: d.TargetType, DataType: d.DataType, Key: d.Key, Label: given(d.Label), Options: given(d.Options),
	}
}

// UDF lists definitions.
func (q *query) UDF(ctx context.Context, args corebox.UDFArgs) ([]corebox.UserDefinedField, error) {
	found, err := q.service.UDFs(asker(ctx), args.TargetType)
	return each(found, definition), err
}

// SetUDF defines a field.
func (m *mutation) SetUDF(ctx context.Context, args corebox.SetUDFArgs) (corebox.UserDefinedField, error) {
	d, err := m.service.SetUDF(asker(ctx), service.UDFDefinition{
		TargetType: args.TargetType, Key: args.Key, DataType: args.DataType, Label: args.Label, Options: value(args.Options),
	})
	return definition(d), err
}

// RemoveUDF removes a field.
func (m *mutation) RemoveUDF(ctx context.Context, args corebox.RemoveUDFArgs) (*corebox.CommonMessage, error) {
	return done(m.service.RemoveUDF(asker(ctx), args.TargetType, args.Key))
}

func (q *query) Udv(ctx context.Context, args corebox.UdvArgs) ([]corebox.UserDefinedData, error) {
	found, err := q.service.UDFValues(asker(ctx), args.TargetType, args.TargetID)
	return udfValues(found), err
}

// UDFValueBatch gives what several objects have.
func (q *query) UDFValueBatch(ctx context.Context, args corebox.UDFValueBatchArgs) ([]corebox.UserDefinedDataMap, error) {
	all := []corebox.UserDefinedDataMap{}
	for _, id := range args.TargetIDs {
		found, err := q.service.UDFValues(asker(ctx), args.TargetType, id)
		if err != nil {
			return nil, err
		}
		all = append(all, corebox.UserDefinedDataMap{TargetID: id, Data: udfValues(found)})
	}
	return all, nil
}

func (m *mutation) SetUdv(ctx context.Context, args corebox.SetUdvArgs) (*[]corebox.UserDefinedData, error) {
	return m.setUdv(ctx, args.TargetType, args.TargetID, service.UDFChange{Target: args.TargetID, Key: args.Key, Value: args.Value})
}

func (m *mutation) SetUdvBatch(ctx context.Context, args corebox.SetUdvBatchArgs) (*[]corebox.UserDefinedData, error) {
	changes := each(value(args.UdvList), func(v corebox.UserDefinedDataInput) service.UDFChange {
		return service.UDFChange{Target: args.TargetID, Key: v.Key, Value: value(v.Value)}
	})
	return m.setUdv(ctx, args.TargetType, args.TargetID, changes...)
}

func (m *mutation) setUdv(ctx context.Context, kind, target string, changes ...service.UDFChange) (*[]corebox.UserDefinedData, error) {
	if err := m.service.SetUDFValues(asker(ctx), kind, changes...); err != nil {
		return nil, err
	}
	found, err := m.service.UDFValues(asker(ctx), kind, target)
	return new(udfValues(found)), err
}

// SetUDFValueBatch sets values of several objects, all or none.
func (m *mutation) SetUDFValueBatch(ctx context.Context, args corebox.SetUDFValueBatchArgs) (*corebox.CommonMessage, error) {
	changes := each(args.Input, func(v corebox.SetUdfValueBatchInput) service.UDFChange {
		return service.UDFChange{Target: v.TargetID, Key: v.Key, Value: v.Value}
	})
	return done(m.service.SetUDFValues(asker(ctx), args.TargetType, changes...))
}

func (m *mutation) RemoveUdv(ctx context.Context, args corebox.RemoveUdvArgs) (*[]corebox.UserDefinedData, error) {
	if err := m.service.RemoveUDFValue(asker(ctx), args.TargetType, args.TargetID, args.Key); err != nil {
		return nil, err
	}
	found, err := m.service.UDFValues(asker(ctx), args.TargetType, args.TargetID)
	return new(udfValues(found)), err
}
