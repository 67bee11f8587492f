package emit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// introduce makes the doc comment of a type of its description: a phrase in lower
// case, "a book", goes on after the name; what begins as a sentence does stands for
// itself.
func introduce(name, description string) string {
	description = strings.TrimSpace(description)
	first, _ := utf8.DecodeRuneInString(description)
	switch {
	case description == "":
		return name + " has no description in the schema."
	case unicode.IsUpper(first):
		return name + ": " + sentence(description)
	}
	return name + " is " + stop(description)
}

// sentence makes a sentence of a description, which may begin in lower case and have
// no full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return stop(string(unicode.ToUpper(first)) + text[size:])
}

// stop ends a text with a full stop, unless it ends with such a mark.
func stop(text string) string {
	last, _ := utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune(".!?:。！？：", last) {
		return text
	}
	return text + "."
}
