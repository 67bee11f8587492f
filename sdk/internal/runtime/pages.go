package runtime

import "iter"

// Pages goes through the elements of a list that comes in pages, from the page
// first on. It ends after as many elements as read says there are in all; where
// that is unknown, 0, it ends after a page with fewer than size elements. A page
// without any is the last in any case, and so is the first error, which it yields
// with a nil element.
func Pages[T any](first, size int, read func(page, size int) (list []*T, total int, err error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		seen := 0
		for page := first; ; page++ {
			list, total, err := read(page, size)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, element := range list {
				if element != nil && !yield(element, nil) {
					return
				}
			}
			seen += len(list)
			// The service may give fewer on a page than it was asked for.
			if len(list) == 0 || total > 0 && seen >= total || total <= 0 && len(list) < size {
				return
			}
		}
	}
}
