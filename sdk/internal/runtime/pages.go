package runtime

import "iter"

// Pages goes through the elements of a list that comes in pages, from the page
// first on. It ends after as many elements as read says there are in all; where
// that is unknown, 0, it ends after a page with fewer than size elements. A page
// without any is the last in any case, and so is the first error, which it yields
// with a nil element. Elements are pointers or interfaces; those that are nil are
// passed over.
func Pages[E comparable](first, size int, read func(page, size int) (list []E, total int, err error)) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		var none E
		seen := 0
		for page := first; ; page++ {
			list, total, err := read(page, size)
			if err != nil {
				yield(none, err)
				return
			}
			for _, element := range list {
				if element != none && !yield(element, nil) {
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

// Cursors goes through the elements of a list whose pages each tell the cursor of
// the next, from what comes after a cursor on. It ends with the page that says that
// there is no more, or whose cursor is not another, and with the first error, as
// [Pages] does.
func Cursors[E comparable](after string, read func(after string) (list []E, next string, more bool, err error)) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		var none E
		for cursor := after; ; {
			list, next, more, err := read(cursor)
			if err != nil {
				yield(none, err)
				return
			}
			for _, element := range list {
				if element != none && !yield(element, nil) {
					return
				}
			}
			if !more || next == "" || next == cursor {
				return
			}
			cursor = next
		}
	}
}
