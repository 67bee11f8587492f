package authing

// Language is a language that the service writes its messages in.
type Language string

// The languages that the service knows.
const (
	LanguageChinese Language = "zh-CN"
	LanguageEnglish Language = "en-US"
)
