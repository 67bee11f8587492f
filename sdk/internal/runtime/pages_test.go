package runtime

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPages(t *testing.T) {
	broken := errors.New("broken")
	tests := []struct {
		name  string
		pages map[int][]int // what the pages hold; a page that is missing is broken
		total int           // how many elements there are in all; 0 where nobody says
		most  int           // how many elements the caller takes
		want  []int
		asked []int
		err   error
	}{
		{"nothing", map[int][]int{1: {}}, 0, 9, nil, []int{1}, nil},
		{"a page that is not full is the last", map[int][]int{1: {1, 2}, 2: {3}}, 0, 9, []int{1, 2, 3}, []int{1, 2}, nil},
		{"after a full page the next is asked for", map[int][]int{1: {1, 2}, 2: {}}, 0, 9, []int{1, 2}, []int{1, 2}, nil},
		{"a caller who stops asks for no more", map[int][]int{1: {1, 2}, 2: {3}}, 0, 1, []int{1}, []int{1}, nil},
		{"the number of all ends it without another page", map[int][]int{1: {1, 2}, 2: {3, 4}}, 4, 9, []int{1, 2, 3, 4}, []int{1, 2}, nil},
		{"pages that are smaller than asked for go on", map[int][]int{1: {1}, 2: {2}, 3: {3}}, 3, 9, []int{1, 2, 3}, []int{1, 2, 3}, nil},
		{"a page without elements ends it, whatever the number of all", map[int][]int{1: {1, 2}, 2: {}}, 9, 9, []int{1, 2}, []int{1, 2}, nil},
		{"an error ends it", map[int][]int{1: {1, 2}}, 0, 9, []int{1, 2}, []int{1, 2}, broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got, asked []int
			var last error
			pages := Pages(1, 2, func(page, size int) ([]*int, int, error) {
				asked = append(asked, page)
				numbers, ok := tt.pages[page]
				if !ok || size != 2 {
					return nil, 0, broken
				}
				var list []*int
				for _, number := range numbers {
					list = append(list, &number)
				}
				return list, tt.total, nil
			})
			for element, err := range pages {
				if last = err; err != nil {
					continue
				}
				if got = append(got, *element); len(got) == tt.most {
					break
				}
			}
			if diff := cmp.Diff([][]int{tt.want, tt.asked}, [][]int{got, asked}); diff != "" {
				t.Errorf("elements and pages (-want +got):\n%s", diff)
			}
			if !errors.Is(last, tt.err) {
				t.Errorf("the last error is %v, want %v", last, tt.err)
			}
		})
	}
}

func TestCursors(t *testing.T) {
	broken := errors.New("broken")
	type page struct {
		list []int
		next string
		more bool
	}
	tests := []struct {
		name  string
		pages map[string]page // by the cursor that they begin after; one that is missing is broken
		after string
		most  int // how many elements the caller takes
		want  []int
		asked []string
		err   error
	}{
		{"nothing", map[string]page{"": {}}, "", 9, nil, []string{""}, nil},
		{"as long as there is more", map[string]page{"": {[]int{1}, "a", true}, "a": {[]int{2}, "b", false}}, "", 9, []int{1, 2}, []string{"", "a"}, nil},
		{"an empty page is not the last", map[string]page{"": {nil, "a", true}, "a": {[]int{2}, "", false}}, "", 9, []int{2}, []string{"", "a"}, nil},
		{"from a cursor on", map[string]page{"a": {[]int{2}, "", false}}, "a", 9, []int{2}, []string{"a"}, nil},
		{"a caller who stops asks for no more", map[string]page{"": {[]int{1, 2}, "a", true}}, "", 1, []int{1}, []string{""}, nil},
		{"no cursor ends it", map[string]page{"": {[]int{1}, "", true}}, "", 9, []int{1}, []string{""}, nil},
		{"the same cursor ends it", map[string]page{"": {[]int{1}, "a", true}, "a": {[]int{2}, "a", true}}, "", 9, []int{1, 2}, []string{"", "a"}, nil},
		{"an error ends it", map[string]page{"": {[]int{1}, "a", true}}, "", 9, []int{1}, []string{"", "a"}, broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []int
			var asked []string
			var last error
			for element, err := range Cursors(tt.after, func(after string) ([]*int, string, bool, error) {
				asked = append(asked, after)
				p, ok := tt.pages[after]
				if !ok {
					return nil, "", false, broken
				}
				list := []*int{nil} // which is passed over
				for _, number := range p.list {
					list = append(list, new(number))
				}
				return list, p.next, p.more, nil
			}) {
				if err != nil {
					last = err
					continue
				}
				if got = append(got, *element); len(got) == tt.most {
					break
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || !errors.Is(last, tt.err) {
				t.Errorf("the elements are wrong, with the error %v (-want +got):\n%s", last, diff)
			}
			if diff := cmp.Diff(tt.asked, asked); diff != "" {
				t.Errorf("the cursors are wrong (-want +got):\n%s", diff)
			}
		})
	}
}
