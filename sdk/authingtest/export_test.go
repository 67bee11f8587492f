package authingtest

// BreakFile lets nothing more be written to a box's data file, as on a full disk.
func BreakFile(s *Server) { _ = s.file.Close() }
