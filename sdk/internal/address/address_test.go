package address

import "testing"

func TestLoopback(t *testing.T) {
	for name, want := range map[string]bool{
		"localhost": true, "LOCALHOST.": true, "box.localhost": true, "127.0.0.1": true, "127.8.9.1": true, "::1": true, "::ffff:127.0.0.1": true,
		"example.com": false, "10.0.0.1": false, "localhost.example.com": false, "notlocalhost": false, "0.0.0.0": false, "127.0.0.1.example.com": false,
	} {
		if got := Loopback(name); got != want {
			t.Errorf("Loopback(%q) = %v", name, got)
		}
	}
}

func TestCheck(t *testing.T) {
	for text, good := range map[string]bool{
		"https://example.com/authorize?policy=a": true, "http://localhost:8080/callback": true,
		"http://example.com/token": false, "https://a:b@example.com/": false, "https://example.com/#part": false,
		"/token": false, "javascript:alert(1)": false, "": false, "https://%zz": false,
	} {
		if problem := Check(text, false); (problem == "") != good {
			t.Errorf("%q: %q", text, problem)
		}
	}
	if problem := Check("http://example.com/token", true); problem != "" {
		t.Error(problem)
	}
	if _, problem := Read("https://example.com/?a=b", false); problem == "" {
		t.Error("the address of a host may have a query")
	}
}
