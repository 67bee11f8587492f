package impact

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/authing-community/authing-go/generator/internal/config"
	"github.com/authing-community/authing-go/generator/internal/hint"
)

// FindAPIs finds the APIs that a comparison of two names is about: the one that is
// asked for, or else the only one, or else all whose schema a name is a part of. It
// fails where the names cannot be compared as parts of these.
func FindAPIs(cfg *config.Config, asked, old, new string) ([]*config.API, error) {
	var names []string
	var all, parts []*config.API
	for i := range cfg.APIs {
		api := &cfg.APIs[i]
		names, all = append(names, api.Name), append(all, api)
		if len(covered(cfg, api, old))+len(covered(cfg, api, new)) > 0 {
			parts = append(parts, api)
		}
	}
	found := parts
	switch {
	case asked != "":
		i := slices.Index(names, asked)
		if i < 0 {
			return nil, fmt.Errorf("the configuration has no API %s, only %s%s", asked, strings.Join(names, ", "), hint.DidYouMean(asked, names))
		}
		found = all[i : i+1]
	case len(all) == 1:
		found = all
	case len(parts) == 0:
		return nil, fmt.Errorf("neither %s nor %s is a part of an API's schema: say with --api which API is meant, %s", old, new, alternatives(names))
	}
	return found, checkNames(cfg, found, parts, old, new)
}

// checkNames refuses names that cannot be compared as parts of some APIs, of those
// that a name is a part of.
func checkNames(cfg *config.Config, found, parts []*config.API, old, new string) error {
	oldPart, newPart := isPart(cfg, found, old), isPart(cfg, found, new)
	if !oldPart && !newPart && len(parts) > 0 {
		return fmt.Errorf("%s, %s: parts of API %s, not of %s", old, new, alternatives(apiNames(parts)), alternatives(apiNames(found)))
	}
	if oldPart && newPart && onDisk(old) && onDisk(new) {
		before, _ := relative(cfg, old)
		after, _ := relative(cfg, new)
		if !isBelow(before, after) && !isBelow(after, before) {
			return fmt.Errorf("%s and %s are parts of one schema, as it is on disk: compare one of them with what it was, as git:HEAD:%[1]s, or with a file from elsewhere", old, new)
		}
	}
	if len(found) == 1 || oldPart && newPart {
		return nil
	}
	part := old
	if newPart {
		part = new
	}
	for _, api := range found[1:] {
		if !slices.Equal(covered(cfg, api, part), covered(cfg, found[0], part)) {
			return fmt.Errorf("%s, %s: one is a part of the schemas of %d APIs, the other from elsewhere: say with --api which API it is of, %s",
				old, new, len(found), alternatives(apiNames(found)))
		}
	}
	return nil
}

func isPart(cfg *config.Config, apis []*config.API, name string) bool {
	return slices.ContainsFunc(apis, func(api *config.API) bool { return len(covered(cfg, api, name)) > 0 })
}

func apiNames(apis []*config.API) []string {
	var names []string
	for _, api := range apis {
		names = append(names, api.Name)
	}
	return names
}

// alternatives writes names of which one is to be chosen.
func alternatives(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// covered are the patterns of an API's schema of which a name tells files: the
// patterns in its folder, those in folders below, or the one of its file.
func covered(cfg *config.Config, api *config.API, name string) []string {
	below, ok := relative(cfg, name)
	if !ok {
		return nil
	}
	var patterns []string
	for _, pattern := range api.Schema {
		pattern = path.Clean(pattern)
		fits, err := path.Match(pattern, below)
		if err == nil && fits || isBelow(pattern, below) {
			patterns = append(patterns, pattern)
		}
	}
	return patterns
}

// revisionOf splits git:REVISION:PATH; a name that is none is a path on disk.
func revisionOf(name string) (revision, file string) {
	rest, ok := strings.CutPrefix(name, "git:")
	if !ok {
		return "", name
	}
	revision, file, _ = strings.Cut(rest, ":")
	return revision, file
}

func onDisk(name string) bool { return !strings.HasPrefix(name, "git:") }

// relative gives the path of a side below the module's root.
func relative(cfg *config.Config, name string) (string, bool) {
	_, file := revisionOf(name)
	if file == "" || !onDisk(name) && path.IsAbs(file) {
		return "", false // reading it says so
	}
	absolute, err := filepath.Abs(file)
	if err != nil {
		return "", false
	}
	below, err := filepath.Rel(cfg.Root, absolute)
	return filepath.ToSlash(below), err == nil && filepath.IsLocal(below)
}

// isBelow tells whether a path is a folder, or in it, however deep.
func isBelow(file, folder string) bool {
	return folder == "." || file == folder || strings.HasPrefix(file, folder+"/")
}

func matches(patterns []string, file string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		fits, err := path.Match(path.Clean(pattern), file)
		return err == nil && fits
	})
}
