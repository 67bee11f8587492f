package emit

import "testing"

func TestIntroduce(t *testing.T) {
	tests := map[string]struct{ description, want string }{
		"nothing":          {" \n", "Book has no description in the schema."},
		"a phrase":         {"a book", "Book is a book."},
		"a phrase, ended":  {"a book.", "Book is a book."},
		"a sentence":       {"Represents a book", "Book: Represents a book."},
		"a name":           {"GPG key of a reader", "Book: GPG key of a reader."},
		"another script":   {"用户的信息。", "Book is 用户的信息。"},
		"an accent":        {"édition of a book", "Book is édition of a book."},
		"paragraphs":       {"a book.\n\nIt has pages", "Book is a book.\n\nIt has pages."},
		"a capital accent": {"Édition of a book", "Book: Édition of a book."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := introduce("Book", test.description); got != test.want {
				t.Errorf("%q became %q, not %q", test.description, got, test.want)
			}
		})
	}
}

func TestSentence(t *testing.T) {
	tests := map[string]string{
		"":                     "",
		"ID of the book":       "ID of the book.",
		"The ID of the book.":  "The ID of the book.",
		"is it lent?":          "Is it lent?",
		"one of:":              "One of:",
		"état (of the book)":   "État (of the book).",
		"Deprecated! Use more": "Deprecated! Use more.",
	}
	for text, want := range tests {
		if got := sentence(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}
