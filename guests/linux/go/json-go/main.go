// encoding/json: reads a document from standard input and writes it in another form.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
)

func walk(value any, path string, found map[string]int) {
	switch v := value.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			walk(v[key], path+"."+key, found)
		}
	case []any:
		for _, item := range v {
			walk(item, path+"[]", found)
		}
	default:
		found[fmt.Sprintf("%T", value)]++
		if len(path) < 30 {
			fmt.Println(path, value)
		}
	}
}

func main() {
	text, _ := io.ReadAll(os.Stdin)
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	found := map[string]int{}
	walk(document, "", found)
	fmt.Println(found)
	compact, _ := json.Marshal(document)
	var indented bytes.Buffer
	json.Indent(&indented, compact, "", " ")
	fmt.Println(len(compact), indented.Len())
	if len(compact) < 400 {
		os.Stdout.Write(compact)
		fmt.Println()
	}
}
