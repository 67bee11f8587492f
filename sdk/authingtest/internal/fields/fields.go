package fields

import "reflect"

// Copy sets every field of *to that from has too, by name and with the same type.
func Copy(to, from any) {
	target, source := reflect.ValueOf(to).Elem(), reflect.ValueOf(from)
	for field, settable := range target.Fields() {
		found := source.FieldByName(field.Name)
		if found.IsValid() && found.Type() == field.Type {
			settable.Set(found)
		}
	}
}
