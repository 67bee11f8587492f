package scan

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"testing"
)

func TestScannerFinds(t *testing.T) {
	const password, code = `horse "staple"`, "4711"
	scanner := New()
	scanner.Learn(Password, password)
	scanner.Learn(Code, code)
	scanner.Learn(Code, "1") // too short: it is in everything
	tests := []struct {
		text string
		want Kind // "" for nothing
	}{
		{"a plain text with 1 number", ""},
		{password, Password},
		{"a text with " + password + " in it", Password},
		{fmt.Sprintf("%q", password), Password},
		{fmt.Sprintf("%q", fmt.Sprintf("%q", "x"+code)), ""},
		{fmt.Sprintf("%x", password), Password},
		{fmt.Sprintf("%X", password), Password},
		{fmt.Sprint([]byte("say " + password)), Password},
		{fmt.Sprintf("%#v", []byte("say "+password)), Password},
		{"https://example.com/?p=" + url.QueryEscape(password), Password},
		{"https://example.com/" + url.PathEscape(password), Password},
		{base64.StdEncoding.EncodeToString([]byte(password)), Password},
		{"the code is " + code + ".", Code},
		{`{"phoneCode":4711}`, Code},
		{"0xc0004711aa and 14711", ""},
		{"authing: Login: no (code 4711)", ""},
	}
	for _, test := range tests {
		var got Kind
		if found := scanner.Find(test.text); len(found) > 0 {
			got = found[0].Kind
		}
		if got != test.want {
			t.Errorf("in %q the scanner finds %q, want %q", test.text, got, test.want)
		}
	}
	if seen := scanner.Seen(); seen[Password] != 1 || seen[Code] != 1 {
		t.Errorf("the scanner has seen %v", seen)
	}
}
