package goldens

import (
	"errors"
	"io"
	"net/http"
)

var unseen = errors.New("from another file")

type point struct{ x, y int }

func scopes(values map[string][]point, signal <-chan error) (total int) {
	count := 0
	add := func(by int) { count, total = count+by, total+by }
outer:
	for name, points := range values {
		for i := range points {
			count := points[i].x
			if len(name) > count {
				continue outer
			}
			add(count)
		}
	}
	for i := range 3 {
		defer func() { add(i) }()
	}
	select {
	case err, ok := <-signal:
		_, _ = err, ok
	default:
	}
	switch v := any(count).(type) {
	case int:
		total += v
	case *http.Response:
		_ = v.Body.(io.ReadCloser)
	case nil, error:
		_ = v
	}
	_ = []point{{1, 2}, {x: 3}}
	_ = map[string]*point{"a": {y: 4}}
	_ = [...]bool{true, !false}
	return
}
