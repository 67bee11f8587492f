package authingtest

import (
	"fmt"
	"reflect"
	"unicode/utf8"
)

// readable refuses what has text in it that is not UTF-8. JSON cannot hold it, so
// that clients would get something else, and so would the next start from a data
// file. The error says where, and not what: it may be a password.
func readable(name string, given any) error {
	if path, ok := unreadable(reflect.ValueOf(given), name); ok {
		return fmt.Errorf("%s is not UTF-8", path)
	}
	return nil
}

// unreadable finds text that is not UTF-8, and the way to it.
func unreadable(v reflect.Value, path string) (string, bool) {
	switch v.Kind() {
	case reflect.String:
		return path, !utf8.ValidString(v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			return unreadable(v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if found, ok := unreadable(v.Index(i), path); ok {
				return found, true
			}
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			if found, ok := unreadable(value, path+"."+field.Name); ok {
				return found, true
			}
		}
	}
	return "", false
}
