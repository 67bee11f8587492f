package boxed

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/authing-community/authing-go/sdk/authing"
)

// Personal are the methods of both clients that the owner may call about anybody, and
// a user about themselves.
type Personal interface {
	BindOAuth(context.Context, authing.BindOAuthInput) (*authing.OAuthBinding, error)
	ChangeMFA(context.Context, authing.ChangeMFAInput) (*authing.MFA, error)
	Login(context.Context, authing.LoginInput) (*authing.User, error)
	Metadata(context.Context, string) (*authing.UserMetadataList, error)
	QueryMFA(context.Context, authing.QueryMFAInput) (*authing.MFA, error)
	RemoveMetadata(context.Context, authing.RemoveMetadataInput) (*authing.UserMetadataList, error)
	SetMetadata(context.Context, authing.SetMetadataInput) (*authing.UserMetadataList, error)
	UnbindOAuth(context.Context, authing.UnbindOAuthInput) (*authing.OAuthBinding, error)
	UserGroupList(context.Context, string) (*authing.UserGroupList, error)
	UserPermissionList(context.Context, string) (*authing.UserPermissionList, error)
	UserRoleList(context.Context, string) (*authing.UserRoleList, error)
}

// unknownID is nobody's ID.
const unknownID = "5e00000000000000000000ff"

// PersonalCases are the scenarios of [Personal], for a client of the owner's or of
// Ada's. Unknown is the code for a user who does not exist.
func PersonalCases[C Personal](unknown authing.Code) []Case[C] {
	return slices.Concat(metadata[C](unknown), secondFactors[C](unknown), bindings[C](unknown), allowed[C](unknown))
}

func metadata[C Personal](unknown authing.Code) []Case[C] {
	kept := func(pairs ...*authing.UserMetadata) *authing.UserMetadataList {
		return &authing.UserMetadataList{List: append([]*authing.UserMetadata{}, pairs...), TotalCount: len(pairs)}
	}
	pair := func(key, value string) *authing.UserMetadata { return &authing.UserMetadata{Key: key, Value: value} }
	// keep keeps two values with Ada, one of them under a key that it had before.
	keep := func(t *testing.T, w *World[C]) (*authing.UserMetadataList, error) {
		var last *authing.UserMetadataList
		for _, p := range [][2]string{{"theme", "light"}, {"language", "en"}, {"theme", "dark"}} {
			got, err := w.Client.SetMetadata(t.Context(), authing.SetMetadataInput{UserID: AdaID, Key: p[0], Value: p[1]})
			if err != nil {
				return nil, err
			}
			last = got
		}
		return last, nil
	}
	return []Case[C]{
		{"SetMetadata", "", nil, func(t *testing.T, w *World[C]) error {
			return Gives(t, kept(pair("theme", "dark"), pair("language", "en")))(keep(t, w))
		}},
		{"SetMetadata", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			in := authing.SetMetadataInput{UserID: unknownID, Key: "theme", Value: "dark"}
			return Fails[*authing.UserMetadataList](t)(w.Client.SetMetadata(t.Context(), in))
		}},
		{"Metadata", "", nil, func(t *testing.T, w *World[C]) error {
			if err := Gives(t, kept())(w.Client.Metadata(t.Context(), AdaID)); err != nil {
				return err
			}
			want, err := keep(t, w)
			if err != nil {
				return err
			}
			return Gives(t, want)(w.Client.Metadata(t.Context(), AdaID))
		}},
		{"Metadata", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.UserMetadataList](t)(w.Client.Metadata(t.Context(), unknownID))
		}},
		{"RemoveMetadata", "", nil, func(t *testing.T, w *World[C]) error {
			if _, err := keep(t, w); err != nil {
				return err
			}
			for range 2 { // the second time there is nothing to remove
				in := authing.RemoveMetadataInput{UserID: AdaID, Key: "theme"}
				if err := Gives(t, kept(pair("language", "en")))(w.Client.RemoveMetadata(t.Context(), in)); err != nil {
					return err
				}
			}
			return nil
		}},
		{"RemoveMetadata", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			in := authing.RemoveMetadataInput{UserID: unknownID, Key: "theme"}
			return Fails[*authing.UserMetadataList](t)(w.Client.RemoveMetadata(t.Context(), in))
		}},
	}
}

func secondFactors[C Personal](unknown authing.Code) []Case[C] {
	return []Case[C]{
		{"QueryMFA", "", nil, func(t *testing.T, w *World[C]) error {
			want := &authing.MFA{ID: Any, UserID: AdaID, UserPoolID: w.PoolID, ShareKey: Any}
			got, err := w.Client.QueryMFA(t.Context(), authing.QueryMFAInput{UserID: AdaID})
			if err := Gives(t, want)(got, err); err != nil {
				return err
			}
			return Gives(t, got)(w.Client.QueryMFA(t.Context(), authing.QueryMFAInput{ID: got.ID}))
		}},
		{"QueryMFA", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.MFA](t)(w.Client.QueryMFA(t.Context(), authing.QueryMFAInput{UserID: unknownID}))
		}},
		{"QueryMFA", "unknown factor", authing.CodeUserNotFound, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.MFA](t)(w.Client.QueryMFA(t.Context(), authing.QueryMFAInput{ID: unknownID}))
		}},
		{"ChangeMFA", "on, with another key, and off", nil, func(t *testing.T, w *World[C]) error {
			before, err := w.Client.ChangeMFA(t.Context(), authing.ChangeMFAInput{UserID: AdaID, Enable: true})
			if err != nil {
				return err
			}
			w.entersWith(t, "", authing.CodeMFARequired)
			old := w.oneTimePassword(t)
			w.entersWith(t, old, nil)
			after, err := w.Client.ChangeMFA(t.Context(), authing.ChangeMFAInput{ID: before.ID, Enable: true, RefreshKey: new(true)})
			if err != nil {
				return err
			}
			if after.ShareKey == before.ShareKey || !after.Enable || after.ID != before.ID {
				t.Errorf("the second factor became %v from %v", after, before)
			}
			w.entersWith(t, w.oneTimePassword(t), nil)
			w.Advance(5 * time.Minute)
			w.entersWith(t, old, authing.CodeWrongOneTimePassword)
			off := *after
			off.Enable = false
			if err := Gives(t, &off)(w.Client.ChangeMFA(t.Context(), authing.ChangeMFAInput{UserID: AdaID})); err != nil {
				return err
			}
			w.entersWith(t, "", nil)
			return nil
		}},
		{"ChangeMFA", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.MFA](t)(w.Client.ChangeMFA(t.Context(), authing.ChangeMFAInput{UserID: unknownID, Enable: true}))
		}},
	}
}

// oneTimePassword is what Ada's authenticator shows.
func (w *World[C]) oneTimePassword(t *testing.T) authing.Secret {
	t.Helper()
	code, err := w.OneTimePassword(AdaID)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// entersWith signs Ada in elsewhere with a one-time password, and sees how it ends.
func (w *World[C]) entersWith(t *testing.T, code authing.Secret, want error) {
	t.Helper()
	_, err := EndUser(t, w.Box).Login(t.Context(), authing.LoginInput{Email: AdaEmail, Password: Password, MFACode: code})
	if !errors.Is(err, want) {
		t.Errorf("signing in gave %v, want %v", err, want)
	}
}

func bindings[C Personal](unknown authing.Code) []Case[C] {
	const account = "github|ada"
	bind := func(t *testing.T, w *World[C], in authing.BindOAuthInput) (*authing.OAuthBinding, error) {
		in.Type, in.UserInfo = "github", `{"login":"ada"}`
		return w.Client.BindOAuth(t.Context(), in)
	}
	bound := func(w *World[C]) *authing.OAuthBinding {
		return &authing.OAuthBinding{
			ID: Any, UserID: AdaID, PoolID: w.PoolID, Type: "github", UnionID: account, UserInfo: `{"login":"ada"}`, CreatedAt: Any,
		}
	}
	mine := authing.BindOAuthInput{UserID: AdaID, UnionID: account}
	return []Case[C]{
		{"BindOAuth", "signs in from then on", nil, func(t *testing.T, w *World[C]) error {
			if err := Gives(t, bound(w))(bind(t, w, mine)); err != nil {
				return err
			}
			user, err := EndUser(t, w.Box).Login(t.Context(), authing.LoginInput{UnionID: account})
			if err == nil && user.ID != AdaID {
				t.Errorf("the account signs in %s", user.ID)
			}
			return err
		}},
		{"BindOAuth", "this kind a second time", authing.CodeSocialLoginAlreadyBound, func(t *testing.T, w *World[C]) error {
			if _, err := bind(t, w, mine); err != nil {
				t.Fatal(err)
			}
			return Fails[*authing.OAuthBinding](t)(bind(t, w, authing.BindOAuthInput{UserID: AdaID, UnionID: "github|other"}))
		}},
		{"BindOAuth", "somebody else's account", authing.CodeSocialAccountTaken, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.OAuthBinding](t)(bind(t, w, authing.BindOAuthInput{UserID: AdaID, UnionID: GraceUnion}))
		}},
		{"BindOAuth", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.OAuthBinding](t)(bind(t, w, authing.BindOAuthInput{UserID: unknownID, UnionID: account}))
		}},
		{"UnbindOAuth", "", nil, func(t *testing.T, w *World[C]) error {
			if _, err := bind(t, w, mine); err != nil {
				t.Fatal(err)
			}
			if err := Gives(t, bound(w))(w.Client.UnbindOAuth(t.Context(), authing.UnbindOAuthInput{UserID: AdaID, Type: "github"})); err != nil {
				return err
			}
			_, err := EndUser(t, w.Box).Login(t.Context(), authing.LoginInput{UnionID: account})
			if !errors.Is(err, authing.CodeUserNotFound) {
				t.Errorf("signing in with the account: %v, want %v", err, authing.CodeUserNotFound)
			}
			return nil
		}},
		{"UnbindOAuth", "not bound", authing.CodeSocialLoginNotBound, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.OAuthBinding](t)(w.Client.UnbindOAuth(t.Context(), authing.UnbindOAuthInput{UserID: AdaID, Type: "github"}))
		}},
		{"UnbindOAuth", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.OAuthBinding](t)(w.Client.UnbindOAuth(t.Context(), authing.UnbindOAuthInput{UserID: unknownID, Type: "github"}))
		}},
	}
}

// allowed are the scenarios of what a user may do: Ada is in the group editors, which
// has the role editor, which may write.
func allowed[C Personal](unknown authing.Code) []Case[C] {
	return []Case[C]{
		{"UserGroupList", "", nil, func(t *testing.T, w *World[C]) error {
			w.Editors(t)
			want := &authing.UserGroupList{
				List:    []*authing.RBACGroup{{ID: Any, UserPoolID: w.PoolID, Name: "editors", CreatedAt: Any, UpdatedAt: Any}},
				RawList: []string{"editors"}, TotalCount: 1,
			}
			return Gives(t, want)(w.Client.UserGroupList(t.Context(), AdaID))
		}},
		{"UserGroupList", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.UserGroupList](t)(w.Client.UserGroupList(t.Context(), unknownID))
		}},
		{"UserRoleList", "", nil, func(t *testing.T, w *World[C]) error {
			w.Editors(t)
			want := &authing.UserRoleList{
				List:    []*authing.RBACRole{{ID: Any, UserPoolID: w.PoolID, Name: "editor", CreatedAt: Any, UpdatedAt: Any}},
				RawList: []string{"editor"}, TotalCount: 1,
			}
			return Gives(t, want)(w.Client.UserRoleList(t.Context(), AdaID))
		}},
		{"UserRoleList", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.UserRoleList](t)(w.Client.UserRoleList(t.Context(), unknownID))
		}},
		{"UserPermissionList", "", nil, func(t *testing.T, w *World[C]) error {
			w.Editors(t)
			want := &authing.UserPermissionList{
				List:    []*authing.RBACPermission{{ID: Any, UserPoolID: w.PoolID, Name: "book:write", CreatedAt: Any, UpdatedAt: Any}},
				RawList: []string{"book:write"}, TotalCount: 1,
			}
			return Gives(t, want)(w.Client.UserPermissionList(t.Context(), AdaID))
		}},
		{"UserPermissionList", "unknown user", unknown, func(t *testing.T, w *World[C]) error {
			return Fails[*authing.UserPermissionList](t)(w.Client.UserPermissionList(t.Context(), unknownID))
		}},
	}
}

// Editors is a group with Ada in it, a role that it has and a permission that it gives.
type Editors struct{ Group, Role, Permission string }

// Editors makes the group editors with Ada in it, whose role editor allows book:write.
func (w *World[C]) Editors(t testing.TB) Editors {
	t.Helper()
	e, err := editors(w.Box)
	if err == nil {
		_, err = Owner(t, w.Box).Authz.AddRoleToGroup(t.Context(), authing.AuthzAddRoleToGroupInput{RoleID: e.Role, GroupID: e.Group})
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func editors(box *Box) (e Editors, err error) {
	if e.Permission, err = box.AddPermission("book:write"); err != nil {
		return e, err
	}
	if e.Role, err = box.AddRole("editor", e.Permission); err != nil {
		return e, err
	}
	e.Group, err = box.AddGroup("editors", AdaID)
	return e, err
}
