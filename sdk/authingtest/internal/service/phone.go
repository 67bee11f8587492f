package service

import (
	"cmp"
	"strings"
)

// A phone number is one in a country: the local number 5551234567 is another
// person's in each. Numbers are unique with their country code, and a code proves
// the number that it was sent to, in its country. The classic API has no country
// codes: its numbers are those of China, or have the code in them, after a plus.

// chinaCode is the country code of who names none.
const chinaCode = "+86"

// numbered is a phone number as codes are sent to it: with the country code where
// that is not China's, whose numbers the classic API has without. It is "" where
// there is no number.
func numbered(country, phone string) string {
	if phone == "" || country == "" || country == chinaCode || strings.HasPrefix(phone, "+") {
		return phone
	}
	return country + phone
}

// validCountry takes a plus and 1 to 4 digits; "" is China.
func validCountry(code string) bool {
	digits, plus := strings.CutPrefix(code, "+")
	return code == "" || plus && len(digits) >= 1 && len(digits) <= 4 && strings.Trim(digits, "0123456789") == ""
}

// phoneNumber is a user's phone number as codes are sent to it; "" for none.
func (u *User) phoneNumber() string { return numbered(text(u.more.PhoneCountryCode), u.Phone) }

// ownNumber is a number that a user gives without its country: in that of their
// own, where it is theirs.
func (u *User) ownNumber(phone string) string {
	if phone == u.Phone {
		return u.phoneNumber()
	}
	return phone
}

// setPhone gives a user a number that they have proved, or takes theirs away.
func (u *User) setPhone(country, phone string) {
	u.Phone, u.PhoneVerified, u.more.PhoneCountryCode = phone, phone != "", said(country)
}

// byNumber finds whose a number is, as [numbered] writes it.
func (p *pool) byNumber(number string) *User {
	return p.find(func(u *User) bool { return number != "" && u.phoneNumber() == number })
}

// byPhone finds whom a number names that may be without its country, which proves
// nothing: whose it is as it stands or else, as people leave their country out,
// who is the first with it in any.
func (p *pool) byPhone(phone string) *User {
	return cmp.Or(p.byNumber(phone), p.find(func(u *User) bool { return phone != "" && u.Phone == phone }))
}
