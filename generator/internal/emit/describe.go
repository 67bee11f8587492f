package emit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// introduce makes the doc comment of a type of its description: that of a phrase,
// "a book" or "represents a book", goes on after the name, and that of whole sentences
// stands for itself.
func introduce(name, description string) string {
	words, text := strings.Fields(description), sentence(description)
	switch {
	case text == "":
		return name + " has no description in the schema."
	case isVerb(words):
		return name + " " + lower(text)
	case isSentence(words):
		return name + ": " + text
	}
	return name + " is " + lower(text)
}

// sentence makes a sentence of a description, which may begin in lower case and have
// no full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.ContainsRune(".!?:。！？：", last) {
		text += "."
	}
	return text
}

// lower begins a text in lower case, but where its first word is a name: "GPG key".
func lower(text string) string {
	word := strings.Fields(text)[0]
	_, size := utf8.DecodeRuneInString(word)
	if strings.ToLower(word[size:]) != word[size:] {
		return text
	}
	return strings.ToLower(word[:size]) + text[size:]
}

// verbs begin descriptions of what a type does; as the second word or later, they
// make a sentence, as the following do.
var (
	verbs = []string{
		"allows", "contains", "defines", "denotes", "describes", "encapsulates", "gives", "holds", "identifies",
		"includes", "indicates", "is", "provides", "represents", "returns", "specifies", "stores", "tells", "wraps",
	}
	finite = slices.Concat(verbs, []string{
		"are", "was", "were", "has", "have", "can", "cannot", "may", "must", "will", "should", "consists", "belongs", "describe", "represent", "contain",
	})
	// relative words begin a clause whose verb is not the sentence's.
	relative = []string{"that", "which", "who", "whom", "whose", "where", "when", "whether", "why", "if", "as", "how", "what"}
)

// isVerb tells whether a description begins with what its type does.
func isVerb(words []string) bool {
	return len(words) > 1 && slices.Contains(verbs, strings.ToLower(words[0]))
}

// isSentence tells whether the description begins with a whole sentence: as one does,
// and with a verb of its own.
func isSentence(words []string) bool {
	if first, _ := utf8.DecodeRuneInString(words[0]); !unicode.IsUpper(first) {
		return false
	}
	for i, word := range words {
		plain := strings.ToLower(strings.Trim(word, ",;:()"))
		switch {
		case i > 0 && slices.Contains(finite, plain):
			return true
		case slices.Contains(relative, plain), strings.HasSuffix(word, "."):
			return false
		}
	}
	return false
}
