package coreresolve

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/corebox"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// TestEveryFieldIsAnswered finds root fields of the schema that the box has no
// answer for.
func TestEveryFieldIsAnswered(t *testing.T) {
	s, err := service.New("http://box.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, resolver := range []reflect.Value{reflect.ValueOf(root{s}.Query()), reflect.ValueOf(root{s}.Mutation())} {
		for method, bound := range resolver.Methods() {
			args := []reflect.Value{reflect.ValueOf(t.Context())}
			if bound.Type().NumIn() > 1 {
				args = append(args, reflect.Zero(bound.Type().In(1)))
			}
			err, _ := bound.Call(args)[1].Interface().(error)
			if _, unanswered := errors.AsType[corebox.Unimplemented](err); unanswered {
				t.Errorf("%s: %v", method.Name, err)
			}
		}
	}
}

// TestEveryDetailIsCopied holds the inputs and the result to having each profile
// field of the domain, by the same name and type.
func TestEveryDetailIsCopied(t *testing.T) {
	for _, test := range []struct{ domain, other reflect.Type }{
		{reflect.TypeFor[service.Details](), reflect.TypeFor[corebox.User]()},
		{reflect.TypeFor[service.Details](), reflect.TypeFor[corebox.RegisterProfile]()},
		{reflect.TypeFor[service.Details](), reflect.TypeFor[corebox.CreateUserInput]()},
		{reflect.TypeFor[service.Details](), reflect.TypeFor[corebox.UpdateUserInput]()},
		{reflect.TypeFor[service.More](), reflect.TypeFor[corebox.User]()},
		{reflect.TypeFor[service.More](), reflect.TypeFor[corebox.UpdateUserInput]()},
	} {
		for field := range test.domain.Fields() {
			found, ok := test.other.FieldByName(field.Name)
			if !ok || found.Type != field.Type {
				t.Errorf("%s has no %s that is a %s", test.other, field.Name, field.Type)
			}
		}
	}
}

// TestEveryFieldOfAUserIsFilled has a person in whom nothing is empty, and looks
// for it in the answer.
func TestEveryFieldOfAUserIsFilled(t *testing.T) {
	var p service.Person
	fill(reflect.ValueOf(&p).Elem())
	answer := reflect.ValueOf(teller{}.user(&p))
	// The box knows neither of the first two, and shows nobody the third.
	unknown := map[string]bool{"ExpiredAt": true, "DirectManagement": true, "Password": true}
	for field, value := range answer.Fields() {
		if value.IsZero() != unknown[field.Name] {
			t.Errorf("%s is empty: %t", field.Name, value.IsZero())
		}
	}
}

// fill sets every field of a struct to something.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.String:
		v.SetString("filled")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	}
}

func TestNumber(t *testing.T) {
	for from, want := range map[int]int32{7: 7, math.MaxInt: math.MaxInt32, math.MinInt: math.MinInt32} {
		if got := number(from); got != want {
			t.Errorf("%d becomes %d", from, got)
		}
	}
}
