package authing

// UsersHasRoleInput is what the method Users.HasRole takes.
type UsersHasRoleInput struct {
	// UserID is the ID of the user. Required.
	UserID string
	// Code is the code of the role. Required.
	Code string
	// Namespace is the permission group of the role; all are looked in where it is empty.
	Namespace string
}
