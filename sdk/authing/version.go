package authing

// Version is the version of this SDK. A client names it in its User-Agent.
const Version = "0.1.0"
