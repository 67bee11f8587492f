package resolve

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"github.com/authing-community/authing-go/sdk/authingtest/internal/box"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// TestEveryDetailIsCopied holds the inputs and the result to having each profile
// field of the domain, by the same name and type.
func TestEveryDetailIsCopied(t *testing.T) {
	for _, other := range []reflect.Type{
		reflect.TypeFor[box.UserRegisterInput](), reflect.TypeFor[box.UserUpdateInput](), reflect.TypeFor[box.ExtendUser](),
	} {
		for field := range reflect.TypeFor[service.Details]().Fields() {
			found, ok := other.FieldByName(field.Name)
			if !ok || found.Type != field.Type {
				t.Errorf("%s has no %s that is a %s", other, field.Name, field.Type)
			}
		}
	}
	in := box.UserUpdateInput{Nickname: new("Countess"), OAuth: new("{}")}
	if d := details(in); *d.Nickname != "Countess" || *d.OAuth != "{}" || d.Company != nil {
		t.Errorf("details %+v", d)
	}
}

// TestEveryFieldIsAnswered finds root fields of the schema that the box has no
// answer for.
func TestEveryFieldIsAnswered(t *testing.T) {
	s, err := service.New("http://box.test", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, resolver := range []reflect.Value{reflect.ValueOf(root{s}.Query()), reflect.ValueOf(root{s}.Mutation())} {
		for method, bound := range resolver.Methods() {
			answered := bound.Call([]reflect.Value{reflect.ValueOf(t.Context()), reflect.Zero(bound.Type().In(1))})
			err, _ := answered[1].Interface().(error)
			if _, unanswered := errors.AsType[box.Unimplemented](err); unanswered {
				t.Errorf("%s: %v", method.Name, err)
			}
		}
	}
}

func TestNumber(t *testing.T) {
	for from, want := range map[int]int32{7: 7, math.MaxInt: math.MaxInt32, math.MinInt: math.MinInt32} {
		if got := *number(from); got != want {
			t.Errorf("%d becomes %d", from, got)
		}
	}
}
