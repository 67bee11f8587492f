package authing

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func node(id string, children ...string) *OrgNode {
	return &OrgNode{ID: id, Root: id == "root", Children: children}
}

func TestOrgTree(t *testing.T) {
	org := &Org{ID: "o", Nodes: []*OrgNode{node("b1"), node("a"), node("root", "b", "a"), node("b", "b1", "b2"), node("b2")}}
	tree, err := org.Tree()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for depth, node := range tree.All() {
		got = append(got, fmt.Sprintf("%d %s", depth, node.ID))
	}
	if diff := cmp.Diff([]string{"0 root", "1 b", "2 b1", "2 b2", "1 a"}, got); diff != "" {
		t.Errorf("walk (-want +got):\n%s", diff)
	}
	if found := tree.Find("b"); found == nil || len(found.Children) != 2 {
		t.Errorf("Find(b) = %v, want a tree with two children", found)
	}
	if found := tree.Find("nobody"); found != nil {
		t.Errorf("Find(nobody) = %v, want nil", found)
	}
}

func TestOrgTreeWalkStops(t *testing.T) {
	tree := &OrgTree{Node: node("root"), Children: []*OrgTree{{Node: node("a"), Children: []*OrgTree{{Node: node("a1")}}}, {Node: node("b")}}}
	var got []string
	for _, node := range tree.All() {
		got = append(got, node.ID)
		if node.ID == "a" {
			break
		}
	}
	if diff := cmp.Diff([]string{"root", "a"}, got); diff != "" {
		t.Errorf("walk (-want +got):\n%s", diff)
	}
	for range (*OrgTree)(nil).All() {
		t.Error("a nil tree has a node")
	}
}

// TestOrgTreeOfNothing sees that what is not there is no panic.
func TestOrgTreeOfNothing(t *testing.T) {
	if tree, err := (*Org)(nil).Tree(); tree != nil || err == nil {
		t.Errorf("Tree() = %v, %v; want an error", tree, err)
	}
	empty := &OrgTree{Children: []*OrgTree{nil, {Node: node("a")}}}
	if found := empty.Find(""); found != nil {
		t.Errorf("Find of no ID = %v, want nil", found)
	}
	if found := empty.Find("a"); found != empty.Children[1] {
		t.Errorf("Find(a) = %v, want the node below", found)
	}
	if found := (*OrgTree)(nil).Find("a"); found != nil {
		t.Errorf("Find(a) in nil = %v, want nil", found)
	}
}

func TestOrgTreeBroken(t *testing.T) {
	second := node("second")
	second.Root = true
	tests := []struct {
		name  string
		nodes []*OrgNode
		want  string
	}{
		{"empty", nil, "no root"},
		{"no root", []*OrgNode{node("a")}, "no root"},
		{"two roots", []*OrgNode{node("root"), second}, `two roots, "root" and "second"`},
		{"null", []*OrgNode{node("root"), nil}, "null"},
		{"twice", []*OrgNode{node("root"), node("a"), node("a")}, `node "a" twice`},
		{"missing child", []*OrgNode{node("root", "a")}, `node "root" whose child "a" is missing`},
		{"two parents", []*OrgNode{node("root", "a", "b"), node("a", "b"), node("b")}, `node "b" that is a child of "root" and of "a"`},
		{"named twice", []*OrgNode{node("root", "a", "a"), node("a")}, `node "a" that is a child of "root" and of "root"`},
		{"root below", []*OrgNode{node("root", "a"), node("a", "root")}, `root "root" below the node "a"`},
		{"cycle", []*OrgNode{node("root"), node("a", "b"), node("b", "a")}, `node "a" that cannot be reached`},
		{"own child", []*OrgNode{node("root"), node("a", "a")}, `node "a" that cannot be reached`},
		{"no ID", []*OrgNode{node("root", ""), node("")}, "node without an ID"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree, err := (&Org{ID: "o1", Nodes: test.nodes}).Tree()
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), `organisation "o1"`) {
				t.Errorf("Tree() = %v, %v; want an error with %q", tree, err, test.want)
			}
		})
	}
}
