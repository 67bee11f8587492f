package runtime

import (
	"reflect"
	"strings"

	"github.com/authing-community/authing-go/sdk/authing"
)

// shortestSecret is how long a secret must be to be looked for in a message: shorter ones
// would turn up in any.
const shortestSecret = 4

// concealed takes what is secret about this call out of a text of somebody else's, which
// may quote what was sent: the token, and every secret among the variables.
func (c *Call) concealed(text string) string {
	if text == "" {
		return text
	}
	hide := func(secret string) {
		if len(secret) >= shortestSecret {
			text = strings.ReplaceAll(text, secret, "[redacted]")
		}
	}
	if c.bearer != nil {
		hide(c.bearer.token.Reveal())
	}
	for _, secret := range c.converted {
		hide(secret.Reveal())
	}
	eachSecret(reflect.ValueOf(c.variables), 0, hide)
	return text
}

// deepest bounds how far variables are looked into: an input may point to itself.
const deepest = 8

// eachSecret calls found with every secret that a value holds.
func eachSecret(value reflect.Value, depth int, found func(string)) {
	if !value.IsValid() || depth > deepest {
		return
	}
	switch value.Type() {
	case reflect.TypeFor[authing.Secret]():
		found(value.String())
		return
	case reflect.TypeFor[Sealed]():
		found(value.FieldByName("ciphertext").String())
		return
	}
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		eachSecret(value.Elem(), depth+1, found)
	case reflect.Struct:
		for i := range value.NumField() {
			eachSecret(value.Field(i), depth+1, found)
		}
	case reflect.Slice, reflect.Array:
		for i := range value.Len() {
			eachSecret(value.Index(i), depth+1, found)
		}
	case reflect.Map:
		for _, key := range value.MapKeys() {
			eachSecret(value.MapIndex(key), depth+1, found)
		}
	}
}
