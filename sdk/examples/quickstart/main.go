// The quickstart tells one story through both clients: Ada registers, signs in
// by password and by SMS code, changes her profile and her password, and the
// owner of the pool lists everybody and removes her. It talks to an Authing
// service in a box, so it needs no account:
//
//	go run ./sdk/examples/quickstart
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest"
	"github.com/authing-community/authing-go/sdk/enduser"
	"github.com/authing-community/authing-go/sdk/management"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

// run starts the box, makes a client of each kind and tells the story.
func run(ctx context.Context, out io.Writer) error {
	box, err := authingtest.New()
	if err != nil {
		return err
	}
	defer box.Close()

	// With a real pool, these are its ID and secret from the console, and no
	// options but the secret are needed.
	app, err := enduser.New(box.PoolID,
		enduser.WithOrigin(box.URL), enduser.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		return err
	}
	owner, err := management.New(box.PoolID, management.WithSecret(box.Secret),
		management.WithOrigin(box.URL), management.WithPasswordKey(box.PasswordKey()))
	if err != nil {
		return err
	}

	s := &story{out: out, box: box, app: app, owner: owner}
	fmt.Fprintf(out, "An Authing service in a box listens at %s; its user pool is %s.\n", box.URL, box.PoolID)
	for _, chapter := range []struct {
		title string
		tell  func(context.Context) error
	}{
		{"Ada registers, and signs in with her password", s.register},
		{"She signs in with a code by SMS instead", s.signInBySMS},
		{"She reads and changes her profile", s.changeProfile},
		{"She changes her password", s.changePassword},
		{"The pool's owner lists everybody, page by page", s.list},
		{"The owner removes Ada", s.remove},
		{"What a refusal looks like", s.refusal},
	} {
		fmt.Fprintf(out, "\n%s\n", chapter.title)
		if err := chapter.tell(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "\nThat was all. The program is sdk/examples/quickstart/main.go.")
	return nil
}

// story is what the chapters share.
type story struct {
	out   io.Writer
	box   *authingtest.Server
	app   *enduser.Client    // acts for Ada
	owner *management.Client // acts for the pool's owner
	ada   *authing.User
}

const (
	email = "ada@example.com"
	phone = "13100000000"
)

func (s *story) say(format string, args ...any) {
	fmt.Fprintf(s.out, "  "+format+"\n", args...)
}

func (s *story) register(ctx context.Context) error {
	user, err := s.app.Register(ctx, enduser.RegisterInput{Email: email, Password: "first-password", Nickname: "Ada"})
	if err != nil {
		return err
	}
	s.say("registered %s as user %s", user.Email, user.ID)
	if s.ada, err = s.app.Login(ctx, enduser.LoginInput{Email: email, Password: "first-password"}); err != nil {
		return err
	}
	s.say("signed in; the token prints as %v, here and in every log", s.ada.Token)
	return nil
}

func (s *story) signInBySMS(ctx context.Context) error {
	if _, err := s.app.GetVerificationCode(ctx, phone); err != nil {
		return err
	}
	s.say("a code went to %s; the box shows what it sent", phone)
	if _, err := s.app.UpdatePhone(ctx, enduser.UpdatePhoneInput{Phone: phone, PhoneCode: s.box.LastSMS(phone)}); err != nil {
		return err
	}
	s.say("the phone is hers now")
	if _, err := s.app.SendOneTimePhoneCode(ctx, phone); err != nil {
		return err
	}
	user, err := s.app.LoginByPhoneCode(ctx, enduser.LoginByPhoneCodeInput{Phone: phone, PhoneCode: s.box.LastSMS(phone)})
	if err != nil {
		return err
	}
	s.say("signed in by a second code, as the same user: %t", user.ID == s.ada.ID)
	return nil
}

func (s *story) changeProfile(ctx context.Context) error {
	// nil leaves a field alone; a pointer to an empty value empties it.
	change := enduser.UpdateInput{ID: s.ada.ID, Nickname: new("Countess of Lovelace"), Company: new("")}
	if _, err := s.app.Update(ctx, change); err != nil {
		return err
	}
	user, err := s.app.User(ctx, s.ada.ID)
	if err != nil {
		return err
	}
	s.say("nickname %q, phone %s, %d sign-ins", user.Nickname, user.Phone, user.LoginsCount)
	return nil
}

func (s *story) changePassword(ctx context.Context) error {
	change := enduser.UpdateInput{ID: s.ada.ID, OldPassword: "first-password", Password: "second-password"}
	if _, err := s.app.Update(ctx, change); err != nil {
		return err
	}
	_, err := s.app.Login(ctx, enduser.LoginInput{Email: email, Password: "first-password"})
	if !errors.Is(err, authing.CodeWrongCredentials) {
		return fmt.Errorf("the old password should be refused, got %w", err)
	}
	s.say("the old password is refused from now on")
	if _, err := s.app.Login(ctx, enduser.LoginInput{Email: email, Password: "second-password"}); err != nil {
		return err
	}
	s.say("the new one signs her in")
	return nil
}

func (s *story) list(ctx context.Context) error {
	for _, name := range []string{"grace", "edsger", "barbara", "donald"} {
		_, err := s.owner.Register(ctx, management.RegisterInput{Email: name + "@example.com", Password: "a-password"})
		if err != nil {
			return err
		}
	}
	for page := 1; ; page++ {
		users, err := s.owner.List(ctx, management.ListInput{Page: page, Count: 2})
		if err != nil {
			return err
		}
		if len(users.List) == 0 {
			break
		}
		for _, user := range users.List {
			s.say("page %d of %d users: %s", page, users.TotalCount, user.Email)
		}
	}
	count := 0
	for _, err := range s.owner.All(ctx) { // the same, without counting pages
		if err != nil {
			return err
		}
		count++
	}
	s.say("All went through %d users", count)
	return nil
}

func (s *story) remove(ctx context.Context) error {
	removed, err := s.owner.Remove(ctx, management.RemoveInput{IDs: []string{s.ada.ID}})
	if err != nil {
		return err
	}
	s.say("removed %v", removed)
	exists, err := s.owner.UserExist(ctx, management.UserExistInput{Email: email})
	if err != nil {
		return err
	}
	s.say("somebody has the address %s: %t", email, exists)
	return nil
}

func (s *story) refusal(ctx context.Context) error {
	_, err := s.app.Register(ctx, enduser.RegisterInput{Email: "grace@example.com", Password: "another-password"})
	if !errors.Is(err, authing.CodeUserExists) {
		return fmt.Errorf("a second registration should be refused, got %w", err)
	}
	s.say("%v", err)
	refused, ok := errors.AsType[*authing.Error](err)
	if !ok {
		return err
	}
	s.say("code %d, that is %q", refused.Code, refused.Code.Meaning())
	return nil
}
