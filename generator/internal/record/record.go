package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/emit"
	"github.com/authing-community/authing-go/generator/internal/output"
)

// Record is what is known of a run.
type Record struct {
	// Program is the fingerprint of the generator itself, Inputs that of all that it
	// read.
	Program string `json:"program"`
	Inputs  string `json:"inputs"`
	// Outputs are the fingerprints of the files that were made, by their paths.
	Outputs map[string]string `json:"outputs"`

	program errgroup.Group // makes Program
}

// New gives the record of a run that is about to read its inputs: one that changes
// while it runs is then seen as changed by the next. The program, far larger than
// all the rest, is read meanwhile.
func New(cfg *config.Config) (*Record, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	files, err := inputs(cfg)
	if err != nil {
		return nil, err
	}
	all := sha256.New()
	for _, file := range files {
		print, err := fingerprint(file)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(all, "%s %q\n", print, file)
	}
	r := &Record{Inputs: hex.EncodeToString(all.Sum(nil))}
	r.program.Go(func() (err error) {
		r.Program, err = fingerprint(program)
		return err
	})
	return r, nil
}

// inputs lists the files that a run reads.
func inputs(cfg *config.Config) ([]string, error) {
	files := []string{cfg.Path, filepath.Join(cfg.Root, "go.mod")}
	for _, api := range cfg.APIs {
		read, err := cfg.Files(slices.Concat(api.Schema, api.Operations))
		if err != nil {
			return nil, err
		}
		for _, file := range read {
			files = append(files, filepath.Join(cfg.Root, file))
		}
	}
	written, err := emit.Reads(cfg)
	return append(files, written...), err
}

// Made notes the files that the run made.
func (r *Record) Made(files []emit.File) {
	r.Outputs = map[string]string{}
	for _, file := range files {
		sum := sha256.Sum256(file.Content)
		r.Outputs[file.Path] = hex.EncodeToString(sum[:])
	}
}

// Holds tells whether a run with the same inputs as now has been here, and its
// files, and no others, are as it left them.
func (r *Record) Holds(cfg *config.Config) bool {
	before, err := load(cfg)
	if err != nil || before.Inputs != r.Inputs || len(before.Outputs) == 0 {
		return false
	}
	made := map[string]bool{}
	for path, want := range before.Outputs {
		place := filepath.Join(cfg.Root, path)
		if regular, err := output.IsRegular(place); err != nil || !regular {
			return false
		}
		print, err := fingerprint(place)
		if err != nil || print != want {
			return false
		}
		made[path] = true
	}
	stale, err := output.Stale(cfg, made)
	if err != nil || len(stale) > 0 {
		return false
	}
	return r.program.Wait() == nil && before.Program == r.Program
}

// Save keeps the record for the next run.
func (r *Record) Save(cfg *config.Config) error {
	if err := r.program.Wait(); err != nil {
		return err
	}
	place, err := place(cfg)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return err
	}
	return errors.Join(replace(place, text), prune(filepath.Dir(place)))
}

// lifetime is how long a record is kept that no run renews.
const lifetime = 30 * 24 * time.Hour

// prune removes the records of projects that nobody works on, or that have moved, and
// what cut-off runs left.
func prune(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > lifetime {
			err = os.Remove(filepath.Join(folder, entry.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// replace writes a file as a whole, whoever else does so at the same time.
func replace(place string, text []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(place), ".record-*")
	if err != nil {
		return err
	}
	_, err = io.Copy(f, bytes.NewReader(text))
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), place)
}

func load(cfg *config.Config) (*Record, error) {
	place, err := place(cfg)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(place)
	if err != nil {
		return nil, err
	}
	var r Record
	return &r, json.Unmarshal(text, &r)
}

// place is the file in the user's cache for a module's root and a configuration.
func place(cfg *config.Config) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(cfg.Root + "\n" + cfg.Path))
	return filepath.Join(cache, "go-client-generator", hex.EncodeToString(sum[:8])+".json"), nil
}

// fingerprint is that of a file's content.
func fingerprint(path string) (print string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
