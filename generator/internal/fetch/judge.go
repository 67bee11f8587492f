package fetch

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// named gives the names of the root types.
func (a *announced) named() map[ast.Operation]string {
	names := map[ast.Operation]string{}
	for operation, root := range map[ast.Operation]*typeName{
		ast.Query: a.QueryType, ast.Mutation: a.MutationType, ast.Subscription: a.SubscriptionType,
	} {
		if root != nil {
			names[operation] = root.Name
		}
	}
	return names
}

// checkRoots finds root types that are none, or that are one.
func (a *announced) checkRoots() error {
	names := a.named()
	if names[ast.Query] == "" || len(a.Types) == 0 {
		return errors.New("it is empty: it has no query type")
	}
	of := map[string]ast.Operation{}
	for _, operation := range operations() {
		name, announced := names[operation]
		if !announced {
			continue
		}
		if !slices.ContainsFunc(a.Types, func(t announcedType) bool { return t.Name == name && t.Kind == "OBJECT" }) {
			return fmt.Errorf("its %s type is %q, which is no object type of it", operation, name)
		}
		if other, taken := of[name]; taken {
			return fmt.Errorf("its %s type and its %s type are both %q", other, operation, name)
		}
		of[name] = operation
	}
	return nil
}

// checkFields finds fields whose types cannot be answered, and arguments and fields
// of inputs whose types cannot be given: gqlparser does not say which they are.
func checkFields(types map[string]*ast.Definition) error {
	for _, name := range slices.Sorted(maps.Keys(types)) {
		d := types[name]
		for _, f := range d.Fields {
			at := name + "." + f.Name
			if err := checkUse(types[f.Type.Name()], at, d.Kind == ast.InputObject); err != nil {
				return err
			}
			for _, argument := range f.Arguments {
				if err := checkUse(types[argument.Type.Name()], at+"."+argument.Name, true); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// checkUse judges the type of a field or an argument; that of one which is built in
// is nil, and good for both.
func checkUse(d *ast.Definition, at string, given bool) error {
	switch {
	case d == nil || d.Kind == ast.Scalar || d.Kind == ast.Enum:
		return nil
	case given && d.Kind != ast.InputObject:
		return fmt.Errorf("%s is of %s %s, which can be answered but not given", at, keyword(d.Kind), d.Name)
	case !given && d.Kind == ast.InputObject:
		return fmt.Errorf("%s is of %s %s, which can be given but not answered", at, keyword(d.Kind), d.Name)
	}
	return nil
}
