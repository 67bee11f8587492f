package service

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// check refuses a user whom nobody could have registered. The errors name the
// field, and not what is in it: it may be a password.
func (seed UserSeed) check() error {
	switch {
	case seed.ID != "" && !isID(seed.ID):
		return fmt.Errorf("the field ID is not at most %d letters, digits, - and _", maxID)
	case seed.ID == "" && seed.Email == "" && seed.Phone == "" && seed.Username == "" && seed.UnionID == "":
		return errors.New("none of the fields ID, Email, Phone, Username and UnionID is set: there is nothing to know the user by")
	case seed.Email != "" && !validEmail(seed.Email):
		return errors.New("the field Email is no email address")
	case seed.Phone != "" && !validPhone(seed.Phone):
		return errors.New("the field Phone is not 5 to 15 digits, with or without a plus before them")
	case seed.Password != "" && utf8.RuneCountInString(seed.Password) < minPassword:
		return fmt.Errorf("the field Password is shorter than %d characters", minPassword)
	}
	return nil
}

// maxID is the length of the longest ID that may be chosen. It is the box's own.
const maxID = 64

// isID tells whether a text does for an ID, in an address as well. Those that the
// service makes are 24 hexadecimal digits.
func isID(text string) bool {
	return text != "" && len(text) <= maxID &&
		strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// ofSeed says which seed an error is about. A refusal keeps its code.
func ofSeed(name string, err error) error {
	if refused, ok := errors.AsType[*Error](err); ok {
		return refusef(refused.Code, "%s: %s", name, refused.Message)
	}
	return fmt.Errorf("%s: %w", name, err)
}
