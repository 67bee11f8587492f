package runtime

import "iter"

// Pages goes through the elements of a list that comes in pages, from the page
// first on, until a page holds fewer than size elements. It ends with the first
// error, which it yields with a nil element.
func Pages[T any](first, size int, read func(page, size int) ([]*T, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for page := first; ; page++ {
			list, err := read(page, size)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, element := range list {
				if element != nil && !yield(element, nil) {
					return
				}
			}
			if len(list) < size {
				return
			}
		}
	}
}
