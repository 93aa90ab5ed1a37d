// render CHART RELEASE NAMESPACE [VALUES...]: what `helm template` prints for a chart, for machines without Helm. Templates run in Go's own
// text/template with sprig's functions, as in Helm, and with those that Helm adds. Subcharts, files and questions to a cluster are not known.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

type values = map[string]interface{}

func main() {
	if len(os.Args) < 4 {
		stop("Usage: render CHART RELEASE NAMESPACE [VALUES...]")
	}
	folder := os.Args[1]
	chart := read(filepath.Join(folder, "Chart.yaml"))
	settings := read(filepath.Join(folder, "values.yaml"))
	for _, file := range os.Args[4:] {
		override(settings, read(file))
	}
	root := values{
		"Values": settings,
		// Helm gives the chart's own fields with capitals.
		"Chart":   values{"Name": chart["name"], "Version": chart["version"], "AppVersion": chart["appVersion"], "Type": chart["type"]},
		"Release": values{"Name": os.Args[2], "Namespace": os.Args[3], "Service": "Helm", "IsInstall": true, "IsUpgrade": false, "Revision": 1},
	}
	set, names := parse(folder, chart["name"].(string))
	for _, name := range names {
		if strings.HasPrefix(filepath.Base(name), "_") {
			continue
		}
		var out bytes.Buffer
		root["Template"] = values{"Name": name, "BasePath": chart["name"].(string) + "/templates"}
		check(set.ExecuteTemplate(&out, name, root))
		if text := strings.TrimSpace(out.String()); text != "" && strings.HasSuffix(name, ".yaml") {
			fmt.Printf("---\n# Source: %s\n%s\n", name, text)
		}
	}
}

func parse(folder, chart string) (*template.Template, []string) {
	set := template.New("chart").Option("missingkey=zero")
	functions := sprig.TxtFuncMap()
	// Helm leaves these two out: a chart must not depend on who renders it.
	delete(functions, "env")
	delete(functions, "expandenv")
	functions["include"] = func(name string, data interface{}) (string, error) {
		var out strings.Builder
		err := set.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}
	functions["required"] = func(message string, value interface{}) (interface{}, error) {
		if value == nil || value == "" {
			return nil, fmt.Errorf("%s", message)
		}
		return value, nil
	}
	functions["toYaml"] = func(value interface{}) (string, error) {
		text, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n"), err
	}
	set.Funcs(functions)
	var names []string
	check(filepath.Walk(filepath.Join(folder, "templates"), func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		within, _ := filepath.Rel(folder, path)
		name := chart + "/" + filepath.ToSlash(within)
		names = append(names, name)
		_, err = set.New(name).Parse(string(text))
		return err
	}))
	sort.Strings(names)
	return set, names
}

// Maps are merged, everything else is replaced, and null takes a default away.
func override(base, other values) {
	for key, value := range other {
		inner, isMap := value.(values)
		outer, wasMap := base[key].(values)
		if value == nil {
			delete(base, key)
		} else if isMap && wasMap {
			override(outer, inner)
		} else {
			base[key] = value
		}
	}
}

func read(path string) values {
	text, err := os.ReadFile(path)
	check(err)
	result := values{}
	check(yaml.UnmarshalStrict(text, &result))
	return result
}

func check(err error) {
	if err != nil {
		stop(err.Error())
	}
}

func stop(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
