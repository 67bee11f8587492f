package authing

import (
	"encoding/json"
	"errors"
	"fmt"
)

// JSON is a value of any kind as a JSON text, the way the service keeps what a program
// defines itself. A text that is no JSON stands for itself: JSON("red") is the string
// red, JSON("36") is a number. [NewJSON] makes one of a Go value, and of a string whatever
// is in it; [JSON.Decode] reads it.
type JSON string

// NewJSON returns v as JSON, as json.Marshal writes it.
func NewJSON(v any) (JSON, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("authing: %T cannot be written as JSON", v) // err may quote the value
	}
	return JSON(text), nil
}

// Decode reads the value into v, as json.Unmarshal does.
func (j JSON) Decode(v any) error {
	if j == "" {
		return errors.New("authing: there is no value to decode")
	}
	if err := json.Unmarshal(j.text(), v); err != nil {
		return fmt.Errorf("authing: the value does not fit into %T", v)
	}
	return nil
}

// MarshalJSON writes the text as a JSON string: that is how it travels.
func (j JSON) MarshalJSON() ([]byte, error) {
	if j == "" {
		return []byte(`""`), nil
	}
	return json.Marshal(string(j.text()))
}

// text is the text as JSON in any case.
func (j JSON) text() []byte {
	text := []byte(j)
	if json.Valid(text) {
		return text
	}
	quoted, err := json.Marshal(string(j))
	if err != nil { // no string fails
		return text
	}
	return quoted
}
