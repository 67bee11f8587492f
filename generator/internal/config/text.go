package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"unicode/utf8"

	"github.com/goccy/go-yaml/lexer"
)

// The limits of a configuration: its size in bytes, and how many words and signs it
// has. The YAML parser takes time with the square of their number.
const (
	sizeLimit  = 1 << 20
	tokenLimit = 30_000
)

// byteOrderMark is what some editors begin a text in UTF-8 with.
const byteOrderMark = "\uFEFF"

// readText reads a configuration that can be parsed.
func readText(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the configuration: %w: run the command in the module's root, or name the file with --config", err)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	if line, column := NotUTF8(string(text)); line > 0 {
		return nil, fmt.Errorf("%s:%d:%d: the configuration is not UTF-8 here: save it in that encoding", path, line, column)
	}
	if len(text) > sizeLimit {
		return nil, fmt.Errorf("%s:1:1: the configuration has more than %d bytes: make it shorter", path, sizeLimit)
	}
	if tokens := lexer.Tokenize(string(text)); len(tokens) > tokenLimit {
		at := tokens[tokenLimit].Position
		return nil, fmt.Errorf("%s:%d:%d: the configuration has more than %d words and signs: make it shorter", path, at.Line, at.Column, tokenLimit)
	}
	return text, nil
}

// NotUTF8 gives the first place of a text that is not UTF-8, in lines and columns
// from 1; the line is 0 where there is none.
func NotUTF8(text string) (line, column int) {
	if utf8.ValidString(text) {
		return 0, 0
	}
	line, column = 1, 1
	for rest := text; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			return line, column
		case r == '\n':
			line, column = line+1, 1
		default:
			column++
		}
		rest = rest[size:]
	}
	return 0, 0
}
