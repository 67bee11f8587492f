package portal

import "testing"

func TestFormTarget(t *testing.T) {
	for address, want := range map[string]string{
		"https://shop.example.com/callback?a=b": "https://shop.example.com",
		"http://127.0.0.1:8080/callback":        "http://127.0.0.1:8080",
		"http://[::1]:8080/callback":            "http:",
		"com.example.app:/callback":             "com.example.app:",
		"https://a;b.example.com/":              "https:",
		"https://a,b.example.com/":              "https:",
		"https://user@shop.example.com/":        "https://shop.example.com",
		"":                                      "",
		"/callback":                             "",
		"::":                                    "",
	} {
		if got := formTarget(address); got != want {
			t.Errorf("%q is named %q, want %q", address, got, want)
		}
	}
}
