package scan

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Kind is a kind of secret.
type Kind string

// The kinds.
const (
	PoolSecret    Kind = "pool secret"
	OwnerToken    Kind = "owner token"
	UserToken     Kind = "user token" // of any person, OIDC tokens and those of social logins among them
	UploadToken   Kind = "upload token"
	Authorization Kind = "Authorization value"
	Password      Kind = "password"
	Ciphertext    Kind = "ciphertext" // of a password
	Code          Kind = "code"       // by SMS, by email, of a second factor, of a captcha
	ClientSecret  Kind = "client secret"
	Other         Kind = "secret of no known kind"
)

// Scanner knows secrets and finds them. It is safe for concurrent use.
type Scanner struct {
	mu      sync.Mutex
	secrets map[string]secret
	texts   int
}

// secret is what is known about one.
type secret struct {
	kind  Kind
	forms []string
}

// New makes a scanner that knows nothing yet.
func New() *Scanner { return &Scanner{secrets: make(map[string]secret)} }

// shortest is how many bytes a secret has at least that can be told from other texts.
const shortest = 4

// Learn lets the scanner know a secret. One that is too short to be found is left out.
func (s *Scanner) Learn(kind Kind, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(text) < shortest {
		return
	}
	if _, known := s.secrets[text]; !known {
		s.secrets[text] = secret{kind, forms(text)}
	}
}

// Seen counts the secrets that the scanner knows, by kind.
func (s *Scanner) Seen() map[Kind]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := make(map[Kind]int)
	for _, known := range s.secrets {
		counts[known.kind]++
	}
	return counts
}

// Texts counts the texts that were looked at.
func (s *Scanner) Texts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.texts
}

// Find is a secret that is in a text.
type Find struct {
	Kind   Kind
	Secret string
	Text   string // the part of the text around it
}

// Find returns the secrets that are in a text.
func (s *Scanner) Find(text string) []Find {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.texts++
	text = harmless.ReplaceAllLiteralString(text, "(code)")
	var found []Find
	for plain, known := range s.secrets {
		for _, form := range known.forms {
			if at := index(text, form); at >= 0 {
				found = append(found, Find{known.kind, plain, around(text, at, len(form))})
				break
			}
		}
	}
	return found
}

// harmless is how the code of a rule is written, which may have the digits of a code that
// was sent.
var harmless = regexp.MustCompile(`\(code \d+\)|"Code":\d+`)

// forms are the ways in which a secret may stand in a text: as it is, quoted, in an
// address, in hexadecimal, in Base64, and as the numbers of its bytes.
func forms(secret string) []string {
	quoted := strconv.Quote(secret)
	forms := []string{
		secret, quoted[1 : len(quoted)-1], url.QueryEscape(secret), url.PathEscape(secret),
		strings.Trim(fmt.Sprint([]byte(secret)), "[]"), strings.Trim(fmt.Sprintf("%#v", []byte(secret)), "[]byte{}"),
		hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))),
	}
	if len(secret) > shortest {
		forms = append(forms, base64.StdEncoding.EncodeToString([]byte(secret)))
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// index returns where a form stands in a text that is no part of a longer word or number
// there, or -1.
func index(text, form string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], form)
		if at < 0 {
			return -1
		}
		at += from
		end := at + len(form)
		if (at == 0 || !word(text[at-1]) || !word(form[0])) && (end == len(text) || !word(text[end]) || !word(form[len(form)-1])) {
			return at
		}
		from = at + 1
	}
}

// word reports whether a byte is a letter or a digit.
func word(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// around returns a part of a text and some of what stands beside it.
func around(text string, at, length int) string {
	const beside = 60 // bytes
	return text[max(0, at-beside):min(len(text), at+length+beside)]
}
