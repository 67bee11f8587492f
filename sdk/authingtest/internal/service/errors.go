package service

import (
	"fmt"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Error is a call that breaks a business rule. It goes over the wire as the
// object {code, message, data}.
type Error struct {
	Code    authing.Code      `json:"code"`
	Message string            `json:"message"`
	Data    map[string]string `json:"data"` // what the caller needs to go on, such as a captcha's address; mostly nil
}

// Error gives the message with its code, for logs and failed tests.
func (e *Error) Error() string { return fmt.Sprintf("%s (code %d)", e.Message, e.Code) }

// refuse makes the error for a code, with the code's meaning for its message.
func refuse(code authing.Code) error { return &Error{Code: code, Message: code.Meaning()} }

// refusef makes the error for a code where its meaning says too little.
func refusef(code authing.Code, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// OAuthError is a refusal of the OIDC endpoints, in the words of RFC 6749, 5.2.
type OAuthError struct {
	Code        string `json:"error"`
	Description string `json:"error_description"`
}

// Error gives the code with its description, for logs and failed tests.
func (e *OAuthError) Error() string { return e.Code + ": " + e.Description }
