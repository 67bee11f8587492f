package diff

// Summary counts changes by their class.
type Summary struct {
	Breaking  int `json:"breaking"`
	Dangerous int `json:"dangerous"`
	Safe      int `json:"safe"`
}

// Summarize counts changes by their class.
func Summarize(changes []Change) Summary {
	var s Summary
	for _, c := range changes {
		switch c.Class {
		case Breaking:
			s.Breaking++
		case Dangerous:
			s.Dangerous++
		case Safe:
			s.Safe++
		}
	}
	return s
}
