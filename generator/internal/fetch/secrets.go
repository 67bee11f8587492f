package fetch

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// withoutUser moves user and password of a URL into the header that they are sent
// in, unless there is one already, so that they are kept secret as a header is.
func (e Endpoint) withoutUser(u *url.URL) Endpoint {
	has := slices.ContainsFunc(e.Headers, func(h Header) bool { return http.CanonicalHeaderKey(h.Name) == "Authorization" })
	if u.User == nil || has {
		return e
	}
	password, _ := u.User.Password()
	value := "Basic " + base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password))
	e.Headers = append(slices.Clone(e.Headers), Header{"Authorization", value})
	return e
}

// secretsOf lists what a question holds that is not to be told, in each form in
// which a service may repeat it.
func secretsOf(e Endpoint, u *url.URL) []string {
	var all []string
	for _, h := range e.Headers {
		all = append(append(all, h.Value), strings.Fields(h.Value)...)
		all = append(all, basic(h.Value)...)
	}
	password, _ := u.User.Password()
	all = append(all, u.User.Username(), password)
	all = append(all, queryValues(u)...)
	all = slices.DeleteFunc(all, func(secret string) bool { return secret == "" })
	slices.SortFunc(all, func(a, b string) int { // so that a secret goes as a whole
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	return slices.Compact(all)
}

// queryValues gives the values of a URL's query, each as it stands and as it is meant.
func queryValues(u *url.URL) []string {
	var values []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, found := strings.Cut(pair, "=")
		if !found {
			value = name
		}
		plain, _ := url.QueryUnescape(value) // what is none is sent as it stands
		values = append(values, value, plain)
	}
	return values
}

// basic gives user and password of a Basic credential; nothing of another.
func basic(value string) []string {
	request := http.Request{Header: http.Header{"Authorization": {value}}}
	user, password, ok := request.BasicAuth()
	if !ok {
		return nil
	}
	return []string{user, password}
}

// redact takes the secrets of the question out of what a server says, which may
// repeat them.
func (t *target) redact(text string) string {
	if len(t.secrets) == 0 {
		return text
	}
	var patterns []string
	for _, secret := range t.secrets {
		pattern := regexp.QuoteMeta(secret)
		if len(secret) <= 3 && regexp.MustCompile(`^\w+$`).MatchString(secret) {
			pattern = `\b` + pattern + `\b` // short ones are parts of other words
		}
		patterns = append(patterns, pattern)
	}
	return regexp.MustCompile(strings.Join(patterns, "|")).ReplaceAllLiteralString(text, "(not shown)")
}

// credential is a secret of a question, and what it is of it.
type credential struct{ value, name string }

// credentialsOf lists what no schema is to have. What is shorter than 8 characters is
// left out: it may be a word of the schema's own.
func credentialsOf(e Endpoint, u *url.URL) []credential {
	password, _ := u.User.Password()
	all := []credential{{password, "the password of the URL"}, {u.User.Username(), "the user of the URL"}}
	for _, value := range queryValues(u) {
		all = append(all, credential{value, "a value of the URL's query"})
	}
	for _, h := range e.Headers {
		if public(h.Name) {
			continue
		}
		_, unschemed, _ := strings.Cut(h.Value, " ")
		for _, value := range append(basic(h.Value), h.Value, strings.TrimSpace(unschemed)) {
			all = append(all, credential{value, "the value of header " + h.Name})
		}
	}
	const least = 8
	return slices.DeleteFunc(all, func(c credential) bool { return utf8.RuneCountInString(c.value) < least })
}

// checkRepeated refuses a schema that has a credential in it: it would be printed,
// written and committed.
func (t *target) checkRepeated(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	for token, err := decoder.Token(); err == nil; token, err = decoder.Token() {
		said, _ := token.(string)
		for _, c := range t.credentials {
			if strings.Contains(said, c.value) {
				return fmt.Errorf("%s repeats %s in its schema, which is why nothing is taken from it: tell those who run it, or change the schema by hand", t, c.name)
			}
		}
	}
	return nil
}

// public tells whether a header says how to answer, and holds no secret.
func public(header string) bool {
	name := http.CanonicalHeaderKey(header)
	return strings.HasPrefix(name, "Accept") || slices.Contains([]string{"Content-Type", "Host", "Origin", "Referer", "User-Agent"}, name)
}
