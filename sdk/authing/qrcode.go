package authing

// codeNotScanned is what the service answers with while a QR code waits. As a
// business code the number means something else.
const codeNotScanned Code = 500

// Pending reports whether the QR code was not scanned yet.
func (s *QRStatus) Pending() bool { return s.Code == codeNotScanned && s.User == nil }
