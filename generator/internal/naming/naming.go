package naming

import (
	"go/token"
	"slices"
	"strings"
	"unicode"
)

// common are the initialisms that Go code spells in one case, whatever the API.
var common = []string{
	"API", "ASCII", "CPU", "CSS", "DNS", "EOF", "HTML", "HTTP", "HTTPS", "ID", "IP", "JSON", "JWT", "QPS", "RAM",
	"RPC", "SLA", "SMTP", "SQL", "SSH", "TCP", "TLS", "TTL", "UDP", "UI", "UID", "URI", "URL", "UTF8", "UUID", "VM",
	"XML",
}

// Speller spells names for one configuration. The zero value knows Go's common
// initialisms only.
type Speller struct {
	initialisms map[string]bool
	words       map[string]string
}

// New makes a speller that also knows the given initialisms, in capitals, and
// words, in lower case, with their Go spelling.
func New(initialisms []string, words map[string]string) *Speller {
	s := &Speller{initialisms: map[string]bool{}, words: words}
	for _, i := range slices.Concat(common, initialisms) {
		s.initialisms[i] = true
	}
	return s
}

// Exported gives the name as an exported Go identifier.
func (s *Speller) Exported(name string) string {
	var b strings.Builder
	for _, word := range split(name) {
		b.WriteString(s.exportWord(word))
	}
	return b.String()
}

// Constant gives the name of an enum's value, USER_EXISTS, as the tail of a Go
// constant's name, UserExists.
func (s *Speller) Constant(name string) string {
	if name == strings.ToUpper(name) {
		name = strings.ToLower(name)
	}
	return s.Exported(name)
}

// Local gives the name as the name of a local variable or parameter, apart
// from Go's keywords, predeclared names and the taken ones.
func (s *Speller) Local(name string, taken ...string) string {
	exported := s.Exported(name)
	words := split(exported)
	if len(words) == 0 {
		return exported
	}
	first := len(words[0])
	local := strings.ToLower(exported[:first]) + exported[first:]
	if token.IsKeyword(local) || slices.Contains(taken, local) {
		return local + "Value"
	}
	return local
}

func (s *Speller) exportWord(word string) string {
	if whole, ok := s.words[strings.ToLower(word)]; ok {
		return whole
	}
	upper := strings.ToUpper(word)
	if s.initialisms[upper] {
		return upper
	}
	if singular, ok := strings.CutSuffix(upper, "S"); ok && s.initialisms[singular] {
		return singular + "s"
	}
	return upper[:1] + word[1:]
}

// Words cuts a name into its words.
func Words(name string) []string { return split(name) }

// split cuts a name into words, at every "_" and where the case says so:
// "MFACode" is MFA and Code, "oAuthUrl" is o, Auth and Url, "redirectURIs" is
// redirect and URIs.
func split(name string) []string {
	var words []string
	runes := []rune(name)
	start := 0
	flush := func(end int) {
		if end > start {
			words = append(words, string(runes[start:end]))
		}
	}
	for i, r := range runes {
		switch {
		case r == '_':
			flush(i)
			start = i + 1
		case i > start && beginsWord(runes, i):
			flush(i)
			start = i
		}
	}
	flush(len(runes))
	return words
}

func beginsWord(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	next := i + 1
	if next >= len(runes) || !unicode.IsLower(runes[next]) {
		return false
	}
	plural := runes[next] == 's' && (next+1 == len(runes) || unicode.IsUpper(runes[next+1]))
	return !plural
}
