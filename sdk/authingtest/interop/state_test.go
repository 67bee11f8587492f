package interop_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// state is what a box holds: things by their kind, with what is chosen at random
// replaced by what it stands for. "user ada" stands for Ada's ID wherever it
// occurs, so that what refers to somebody else is something else.
type state map[string][]any

// What is random and stands for nothing else.
var (
	hexWord  = regexp.MustCompile(`\b[0-9a-f]{24,40}\b`) // ID, secret or word in an address
	webWord  = regexp.MustCompile(`^eyJ[\w-]+\.([\w-]+)\.[\w-]+$`)
	keyWord  = regexp.MustCompile(`^[A-Z2-7]{32}$`) // of an authenticator
	codeWord = regexp.MustCompile(`(^|: )\d{4}($| )`)
)

// names are what IDs stand for.
type names map[string]string

// readState makes the state of the records that a box at a URL keeps.
func readState(records map[string][]byte, url string) (state, error) {
	decoded := map[string]any{}
	for key, record := range records {
		var value any
		if err := json.Unmarshal(bytes.ReplaceAll(record, []byte(url), []byte("http://box")), &value); err != nil {
			return nil, fmt.Errorf("record of the kind %s: %w", kindOf(key), err)
		}
		decoded[key] = value
	}
	known := identify(decoded)
	read := state{}
	for key, value := range decoded {
		key = known.text(key)
		read[key] = append(read[key], known.value(value))
	}
	return read, read.sort()
}

func kindOf(key string) string {
	kind, _, _ := strings.Cut(key, "/")
	return kind
}

// sort orders the things of a kind, whose keys were random.
func (s state) sort() error {
	for _, things := range s {
		var failed error
		slices.SortFunc(things, func(a, b any) int {
			textA, errA := json.Marshal(a)
			textB, errB := json.Marshal(b)
			failed = cmp.Or(failed, errA, errB)
			return bytes.Compare(textA, textB)
		})
		if failed != nil {
			return failed
		}
	}
	return nil
}

// identify finds what the IDs and words in records stand for: a user is known by
// what they sign in with, a picture or link by whom it was for, and all else by
// its name.
func identify(records map[string]any) names {
	known := names{}
	for key, record := range records {
		fields, _ := record.(map[string]any)
		switch kindOf(key) {
		case "user":
			known.add(fields, "user", "_id", "username", "phone", "unionid")
		case "pool":
			known.add(fields, "pool", "ID", "Name")
			known.add(fields, "owner of the pool", "Owner", "Name")
			known.addAll(fields, "Groups", "group")
			known.addAll(fields, "Roles", "role")
			known.addAll(fields, "Permissions", "permission")
			known.addAll(fields, "OlderRoles", "older role")
			known.addAll(fields, "Rules", "rule")
		case "message":
			link, _ := fields["Link"].(string)
			if word := hexWord.FindString(link); word != "" {
				known[word] = fmt.Sprintf("link for %v", fields["To"])
			}
		}
	}
	return known
}

// addAll adds those in a list of a pool.
func (n names) addAll(pool map[string]any, list, kind string) {
	things, _ := pool[list].([]any)
	for _, thing := range things {
		fields, _ := thing.(map[string]any)
		id := "ID"
		if fields["_id"] != nil {
			id = "_id"
		}
		n.add(fields, kind, id, "Name", "name")
	}
}

// add adds a thing, known by the first of some fields that is not empty.
func (n names) add(fields map[string]any, kind, id string, by ...string) {
	word, _ := fields[id].(string)
	for _, field := range by {
		if name, _ := fields[field].(string); word != "" && name != "" {
			n[word] = kind + " " + name
			return
		}
	}
}

// value replaces what is random in a value.
func (n names) value(value any) any {
	switch value := value.(type) {
	case map[string]any:
		replaced := map[string]any{}
		for name, field := range value {
			replaced[n.text(name)] = n.value(sealed(name, field))
		}
		return replaced
	case []any:
		replaced := make([]any, len(value))
		for i, element := range value {
			replaced[i] = n.value(element)
		}
		return replaced
	case string:
		return n.text(value)
	}
	return value
}

// sealed makes a password or a secret what can be compared and shown.
func sealed(name string, value any) any {
	text, ok := value.(string)
	if !ok || text == "" || name != "Password" && name != "Secret" {
		return value
	}
	if hexWord.MatchString(text) {
		return "random secret"
	}
	return fmt.Sprintf("sealed %X", sha256.Sum256([]byte(text)))
}

// text replaces what is random in a text. A token becomes what it says.
func (n names) text(text string) string {
	if parts := webWord.FindStringSubmatch(text); parts != nil {
		claims, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil {
			return "token that cannot be read"
		}
		return "token " + n.text(string(claims))
	}
	for word, name := range n {
		text = strings.ReplaceAll(text, word, name)
	}
	text = keyWord.ReplaceAllString(text, "random key")
	text = codeWord.ReplaceAllString(text, "${1}random code$2")
	return hexWord.ReplaceAllString(text, "random word")
}
