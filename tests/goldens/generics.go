package goldens

import (
	"slices"
	"sync"
)

// Number is a constraint.
type Number interface{ ~int | ~float64 }

// Pool is a generic type with an embedded lock.
type Pool[T any] struct {
	sync.Mutex
	idle []T
	make func() T
}

// Get takes a value out.
func (p *Pool[T]) Get() (value T) {
	p.Lock()
	defer p.Unlock()
	if last := len(p.idle) - 1; last >= 0 {
		value, p.idle = p.idle[last], p.idle[:last]
		return value
	}
	return p.make()
}

// Map applies a function.
func Map[S ~[]E, E, R any](all S, apply func(E) R) []R {
	mapped := make([]R, 0, len(all))
	for _, each := range all {
		mapped = append(mapped, apply(each))
	}
	return mapped
}

// Sum adds.
func Sum[N Number](all ...N) (sum N) {
	for each := range slices.Values(all) {
		sum += each
	}
	return sum
}

// Tree is an alias of a generic type.
type Tree = Pool[*Fetcher]

func use() {
	pool := Pool[*Fetcher]{make: func() *Fetcher { return &Fetcher{} }}
	fetcher := pool.Get()
	lengths := Map([]string{"a"}, func(text string) int { return len(text) })
	_ = Sum(lengths...)
	_ = Sum[float64](1, 2.5)
	get := pool.Get
	_, _ = get().Timeout, fetcher.Client
	var tree Tree
	_ = tree.idle[0].base.Host
	_ = Map[[]int, int, string]
}
