// Type parameters, closures, interfaces, embedding, reflection and templates.
package main

import (
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"
	"text/template"
)

type number interface{ ~int | ~float64 }

func fold[T, R any](list []T, start R, step func(R, T) R) R {
	for _, item := range list {
		start = step(start, item)
	}
	return start
}

func sum[T number](list []T) T { return fold(list, T(0), func(a, b T) T { return a + b }) }

type animal interface{ sound() string }
type dog struct{ name string }
type puppy struct {
	dog
	age int `unit:"months"`
}

func (d dog) sound() string   { return d.name + " barks" }
func (p puppy) sound() string { return p.dog.sound() + " softly" }

type heap[T any] struct {
	items []T
	less  func(a, b T) bool
}

func (h *heap[T]) push(item T) {
	h.items = append(h.items, item)
	sort.SliceStable(h.items, func(a, b int) bool { return h.less(h.items[a], h.items[b]) })
}

func main() {
	fmt.Println(sum([]int{1, 2, 3}), sum([]float64{0.5, 0.25}))
	for _, each := range []animal{dog{"Rex"}, puppy{dog{"Bo"}, 3}} {
		fmt.Println(each.sound())
	}
	field, _ := reflect.TypeOf(puppy{}).FieldByName("age")
	fmt.Println(field.Tag.Get("unit"), reflect.DeepEqual([]int{1}, []int{1}))
	words := &heap[string]{less: func(a, b string) bool { return len(a) < len(b) }}
	for _, word := range strings.Fields("some words of many different lengths indeed") {
		words.push(word)
	}
	fmt.Println(words.items)
	page := template.Must(template.New("page").Parse("{{range $n, $w := .}}{{$n}}={{printf \"%q\" $w}} {{end}}\n"))
	page.Execute(os.Stdout, words.items)
}
