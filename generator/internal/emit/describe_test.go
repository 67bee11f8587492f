package emit

import "testing"

func TestIntroduce(t *testing.T) {
	tests := map[string]struct{ description, want string }{
		"nothing":                   {" \n", "Book has no description in the schema."},
		"a phrase":                  {"a book", "Book is a book."},
		"a phrase like a sentence":  {"A book.", "Book is a book."},
		"a phrase with a clause":    {"An object that is read, and has pages.", "Book is an object that is read, and has pages."},
		"a phrase and a sentence":   {"The books of a shelf. There are many.", "Book is the books of a shelf. There are many."},
		"a name":                    {"GPG key of a reader", "Book is GPG key of a reader."},
		"a name in one word":        {"ISBN", "Book is ISBN."},
		"a verb":                    {"Represents a Git book.", "Book represents a Git book."},
		"a verb in lower case":      {"holds what is read", "Book holds what is read."},
		"a sentence":                {"A book contains pages.", "Book: A book contains pages."},
		"a sentence without an end": {"These are the books", "Book: These are the books."},
		"a phrase with a verb":      {"the reason for which it is read", "Book is the reason for which it is read."},
		"a phrase about somebody":   {"Whom it is read to", "Book is whom it is read to."},
		"a noun like a verb":        {"Details of a book", "Book is details of a book."},
		"another script":            {"用户的信息。", "Book is 用户的信息。"},
		"an accent":                 {"édition of a book", "Book is édition of a book."},
		"paragraphs":                {"A book.\n\nIt has pages", "Book is a book.\n\nIt has pages."},
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
