package app

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/github/github"
	"github.com/authing-community/authing-go/sdk/internal/runtime"
)

// answers are what GitHub answers, by the operation, or by it and a login or cursor.
//
//go:embed answers.json
var answers []byte

// request is what GitHub gets.
type request struct {
	Query, OperationName string
	Variables            map[string]any
}

// serve makes a client of a service that answers, and keeps what it was asked.
func serve(t *testing.T) (*Client, *request) {
	var known map[string]json.RawMessage
	if err := json.Unmarshal(answers, &known); err != nil {
		t.Fatal(err)
	}
	asked := &request{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = request{}
		if err := json.NewDecoder(r.Body).Decode(asked); err != nil {
			t.Error(err)
		}
		name := asked.OperationName
		for _, variable := range []string{"login", "after"} {
			if value, ok := asked.Variables[variable].(string); ok && known[name+":"+value] != nil {
				name += ":" + value
			}
		}
		fmt.Fprintf(w, `{"data": %s}`, cmp.Or(string(known[name]), "null"))
	}))
	t.Cleanup(server.Close)
	c, err := runtime.New("POOL", runtime.Settings{Mode: runtime.SessionCredential, Token: "APP"}, runtime.WithOrigin(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	return newClient(c), asked
}

func moment(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text)
	return t
}

// later is when most of what happens in the answers did.
var later = moment("2026-02-03T04:05:06Z")

func TestAnswers(t *testing.T) {
	var none *github.Actor
	tests := map[string]struct {
		call func(context.Context, *Client) (any, error)
		want any
	}{
		"an object": {
			func(ctx context.Context, c *Client) (any, error) { return c.Viewer(ctx) },
			&github.User{ID: "U_1", Login: "ada", AvatarURL: "https://avatars.example/1?s=64", BioHTML: "<div>counts</div>", CreatedAt: moment("2011-01-25T18:44:36Z")},
		},
		"an interface": {
			func(ctx context.Context, c *Client) (any, error) { return c.Owner(ctx, "engines") },
			&github.OwnerOrganization{ID: "O_1", Login: "engines", AvatarURL: "https://avatars.example/2", Title: "Engines"},
		},
		"an interface of another type": {
			func(ctx context.Context, c *Client) (any, error) { return c.Owner(ctx, "enterprise") },
			&github.OwnerOther{Typename: "Enterprise", ID: "E_1", Login: "big", AvatarURL: "https://avatars.example/3"},
		},
		"an interface in each element of a list": {
			func(ctx context.Context, c *Client) (any, error) { return c.Owners(ctx, 3) },
			[]github.Owner{&github.OwnerUser{ID: "U_1", Login: "ada", Name: "Ada", CreatedAt: moment("2011-01-25T18:44:36Z")}, nil, nil},
		},
		"a list of an interface, with a union in it": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.Nodes(ctx, []string{"I_1", "?", "PR_1", "G_1"})
			},
			[]github.Node{
				&github.Issue{
					ID: "I_1", Number: 7, Title: "It counts wrong", State: github.IssueStateOpen, URL: "https://github.example/7", CreatedAt: moment("2026-01-02T03:04:05Z"),
					Author: &github.Actor{Login: "robot", URL: "https://github.example/robot"}, Assignees: &github.Assignees{Nodes: []*github.User{}},
				},
				nil,
				&github.PullRequest{
					ID: "PR_1", Number: 8, Title: "Count right", State: github.PullRequestStateMerged, MergedAt: later, Merged: true, Additions: 1, Author: none,
					ReviewRequests: &github.ReviewRequestPage{Nodes: []*github.ReviewRequest{
						{AsCodeOwner: true, RequestedReviewer: &github.ReviewerTeam{Slug: "counters", Members: &github.TeamPage{TotalCount: 3}}},
						{RequestedReviewer: &github.ReviewerOther{Typename: "Agent"}},
						{},
					}},
				},
				&github.NodeOther{Typename: "Gist", ID: "G_1"},
			},
		},
		"an interface below objects, with lists of another in it": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.Object(ctx, ObjectInput{Owner: "ada", Name: "engine", Expression: "main:"})
			},
			&github.ObjectTree{Oid: "f00", Entries: []*github.TreeEntry{
				{Name: "README.md", Type: "blob", Object: &github.EntryBlob{ByteSize: 12}},
				{Name: "sdk", Type: "tree", Object: &github.EntryOther{Typename: "Tree"}},
				{Name: "gone", Type: "commit"},
			}},
		},
		"a member that is a model": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.Target(ctx, TargetInput{Owner: "ada", Name: "engine", Ref: "main"})
			},
			&github.Commit{Oid: "c0ffee", MessageHeadline: "Count", CommittedDate: later, Author: &github.GitActor{Name: "Ada", Date: later, User: &github.Actor{Login: "ada", URL: "https://github.example/ada"}}},
		},
		"a list of times": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.ReleaseDates(ctx, ReleaseDatesInput{Owner: "ada", Name: "engine", First: 2})
			},
			[]time.Time{later, {}},
		},
		"a scalar below an interface": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.OwnerLogin(ctx, OwnerLoginInput{Owner: "ada", Name: "engine"})
			},
			"ada",
		},
		"an interface that is of another type after a mutation": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.Comment(ctx, CommentInput{SubjectID: "D_1", Body: "Well counted."})
			},
			&github.NodeOther{Typename: "Discussion", ID: "D_1"},
		},
		"an interface after a mutation": {
			func(ctx context.Context, c *Client) (any, error) { return c.Star(ctx, StarInput{StarrableID: "R_1"}) },
			&github.StarrableRepository{ID: "R_1", StargazerCount: 9, NameWithOwner: "ada/engine"},
		},
		"an interface of which no type is named": {
			func(ctx context.Context, c *Client) (any, error) {
				return c.React(ctx, ReactInput{Subject: "I_1", Content: github.ReactionContentRocket})
			},
			&github.Reactable{ID: "I_1", ViewerCanReact: true, ReactionGroups: []*github.ReactionGroup{
				{Content: github.ReactionContentRocket, CreatedAt: moment("2026-03-04T05:06:07Z"), Reactors: &github.ReactorPage{TotalCount: 1}},
			}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, _ := serve(t)
			got, err := tt.call(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(tt.want, got); diff != "" {
				t.Errorf("the answer is wrong (-want +got):\n%s", diff)
			}
			if diff := gocmp.Diff(tt.want, again(t, got)); diff != "" {
				t.Errorf("the answer is another after it was JSON (-want +got):\n%s", diff)
			}
		})
	}
	c, _ := serve(t)
	if owner, err := c.Owner(t.Context(), "nobody"); owner != nil || !errors.Is(err, authing.ErrNotFound) {
		t.Errorf("an owner that is not there is %v, with the error %v", owner, err)
	}
}

// again encodes a value, and decodes what it became.
func again(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var back any
	switch value.(type) {
	case []github.Owner:
		back, err = list(text, github.UnmarshalOwner)
	case []github.Node:
		back, err = list(text, github.UnmarshalNode)
	default:
		decoded := reflect.New(reflect.TypeOf(value))
		err = json.Unmarshal(text, decoded.Interface())
		back = decoded.Elem().Interface()
	}
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// list decodes a list of an interface, as the wire package does.
func list[T any](text []byte, element func([]byte) (T, error)) ([]T, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, err
	}
	elements := make([]T, len(raw))
	for i := range raw {
		var err error
		if elements[i], err = element(raw[i]); err != nil {
			return nil, err
		}
	}
	return elements, nil
}

// TestTimeline goes through a union by its cursors.
func TestTimeline(t *testing.T) {
	c, asked := serve(t)
	var got []string
	since := moment("2026-01-01T00:00:00Z")
	for item, err := range c.Issues.WholeTimeline(t.Context(), IssuesTimelineInput{Owner: "ada", Name: "engine", Number: 7, Since: &since}) {
		if err != nil {
			t.Fatal(err)
		}
		switch item := item.(type) {
		case *github.TimelineItemLabeledEvent:
			got = append(got, "labeled "+item.Label.Name)
		case *github.TimelineItemAssignedEvent:
			got = append(got, "assigned "+item.Assignee.AssigneeFields().Login)
		case *github.TimelineItemClosedEvent:
			got = append(got, fmt.Sprintf("closed by %d", item.Closer.(*github.CloserPullRequest).Number))
		case *github.TimelineItemOther:
			got = append(got, "other "+item.Typename)
		}
	}
	if diff := gocmp.Diff([]string{"labeled bug", "assigned wood", "closed by 8", "other PinnedEvent"}, got); diff != "" {
		t.Errorf("the timeline is wrong (-want +got):\n%s", diff)
	}
	want := map[string]any{"owner": "ada", "name": "engine", "number": 7.0, "first": 50.0, "after": "Y3Vyc29yOjI=", "since": "2026-01-01T00:00:00Z"}
	if diff := gocmp.Diff(want, asked.Variables); diff != "" {
		t.Errorf("what the second page is asked for is wrong (-want +got):\n%s", diff)
	}
	if names := strings.Count(asked.Query, "__typename"); names < 3 { // of items, closers and assignees
		t.Errorf("the query does not ask what the items, their closers and assignees are:\n%s", asked.Query)
	}
}

// TestInputs sends what is set, and nothing else.
func TestInputs(t *testing.T) {
	tests := map[string]struct {
		call func(context.Context, *Client) error
		want string
	}{
		"a patch": {
			func(ctx context.Context, c *Client) error {
				_, err := c.Issues.Update(ctx, IssuesUpdateInput{ID: "I_1", Body: new(""), LabelIDs: []string{}})
				return err
			},
			`{"input": {"id": "I_1", "body": "", "labelIds": []}}`,
		},
		"objects in objects": {
			func(ctx context.Context, c *Client) error {
				_, err := c.Commit(ctx, CommitInput{
					Branch:          &github.CommittableBranch{RepositoryNameWithOwner: "ada/engine", BranchName: "main"},
					ExpectedHeadOid: "f00", Message: &github.CommitMessage{Headline: "Count"},
					FileChanges: &github.FileChanges{Additions: []github.FileAddition{{Path: "README.md", Contents: "Q291bnQ="}}},
				})
				return err
			},
			`{"input": {"branch": {"repositoryNameWithOwner": "ada/engine", "branchName": "main"}, "expectedHeadOid": "f00",
			  "message": {"headline": "Count"}, "fileChanges": {"additions": [{"path": "README.md", "contents": "Q291bnQ="}]}}}`,
		},
		"a time that is not given": {
			func(ctx context.Context, c *Client) error {
				_, err := c.Advisories(ctx, AdvisoriesInput{First: 1})
				return err
			},
			`{"first": 1}`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, asked := serve(t)
			if err := tt.call(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			var want map[string]any
			if err := json.Unmarshal([]byte(tt.want), &want); err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(want, asked.Variables); diff != "" {
				t.Errorf("the variables are wrong (-want +got):\n%s", diff)
			}
		})
	}
}
