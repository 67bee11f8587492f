package authing

import (
	"errors"
	"fmt"
	"iter"
	"slices"
)

// OrgTree is an organisation, or a part of one, as a tree: see [Org.Tree].
type OrgTree struct {
	// Node is the node at the top.
	Node *OrgNode
	// Children are the parts directly below, in the order that the service gives.
	Children []*OrgTree
}

// Tree makes a tree of the organisation's nodes. It fails where they make none:
// where there is no root or a second one, where a node has no ID, where a node
// names a child that is missing or another's child, and where a node cannot be
// reached from the root.
func (o *Org) Tree() (*OrgTree, error) {
	if o == nil {
		return nil, errors.New("authing: there is no organisation to make a tree of")
	}
	trees, err := o.index()
	if err != nil {
		return nil, err
	}
	if err := o.connect(trees); err != nil {
		return nil, err
	}
	var root *OrgTree
	for _, node := range o.Nodes {
		switch {
		case !node.Root:
		case root != nil:
			return nil, o.broken("has two roots, %q and %q", root.Node.ID, node.ID)
		default:
			root = trees[node.ID]
		}
	}
	if root == nil {
		return nil, o.broken("has no root")
	}
	if err := o.checkReach(root); err != nil {
		return nil, err
	}
	return root, nil
}

// index makes a tree of each node, by its ID, with no children yet.
func (o *Org) index() (map[string]*OrgTree, error) {
	trees := make(map[string]*OrgTree, len(o.Nodes))
	for _, node := range o.Nodes {
		if node == nil {
			return nil, o.broken("has a node that is null")
		}
		if node.ID == "" {
			return nil, o.broken("has a node without an ID")
		}
		if trees[node.ID] != nil {
			return nil, o.broken("has node %q twice", node.ID)
		}
		trees[node.ID] = &OrgTree{Node: node}
	}
	return trees, nil
}

// connect hangs every node below the one that names it as a child.
func (o *Org) connect(trees map[string]*OrgTree) error {
	parents := make(map[string]string, len(o.Nodes))
	for _, node := range o.Nodes {
		for _, id := range node.Children {
			child := trees[id]
			if child == nil {
				return o.broken("has a node %q whose child %q is missing", node.ID, id)
			}
			if parent, ok := parents[id]; ok {
				return o.broken("has a node %q that is a child of %q and of %q", id, parent, node.ID)
			}
			if child.Node.Root {
				return o.broken("has its root %q below the node %q", id, node.ID)
			}
			parents[id] = node.ID
			trees[node.ID].Children = append(trees[node.ID].Children, child)
		}
	}
	return nil
}

// checkReach finds nodes that are not below the root. Every node has one parent
// at most and the root none, so the tree itself has no cycle: one would be among
// the nodes that cannot be reached.
func (o *Org) checkReach(root *OrgTree) error {
	reached := make(map[string]bool, len(o.Nodes))
	for _, node := range root.All() {
		reached[node.ID] = true
	}
	i := slices.IndexFunc(o.Nodes, func(node *OrgNode) bool { return !reached[node.ID] })
	if i >= 0 {
		return o.broken("has a node %q that cannot be reached from the root", o.Nodes[i].ID)
	}
	return nil
}

func (o *Org) broken(format string, args ...any) error {
	return fmt.Errorf("authing: organisation %q "+format, append([]any{o.ID}, args...)...)
}

// All walks the tree, each node before those below it, and yields with every
// node its depth: 0 for the top.
func (t *OrgTree) All() iter.Seq2[int, *OrgNode] {
	return func(yield func(int, *OrgNode) bool) { t.walk(0, yield) }
}

func (t *OrgTree) walk(depth int, yield func(int, *OrgNode) bool) bool {
	if t == nil {
		return true
	}
	if !yield(depth, t.Node) {
		return false
	}
	for _, child := range t.Children {
		if !child.walk(depth+1, yield) {
			return false
		}
	}
	return true
}

// Find gives the part of the tree whose top is the node with the given ID, or
// nil where there is none.
func (t *OrgTree) Find(id string) *OrgTree {
	if t == nil || t.Node != nil && t.Node.ID == id {
		return t
	}
	for _, child := range t.Children {
		if found := child.Find(id); found != nil {
			return found
		}
	}
	return nil
}
