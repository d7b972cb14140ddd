"""The rule files under fixtures are test data: none of them is collected, imported or linted."""

from pathlib import Path

import pytest

collect_ignore = ["fixtures"]

FLEET = """\
package fleet

type Session struct{ region string }

func Acquire(region string) (*Session, error) { return &Session{region}, nil }

func (s *Session) Send(command string) error { return nil }

func (s *Session) Release() {}
"""
TYPES = """\
package orders

import "time"

// Order is what a customer wants.
type Order struct {
	ID    string
	state State
}

type (
	State int
	Unused struct{}
)

const (
	Open State = iota
	Closed
)

var (
	limit   = 3 * time.Second
	another = 4
)

func helper() {}
"""
ORDERS = """\
package orders

import (
	"context"
	f "fmt"
	"os"

	"example.com/shop/fleet"
)

var _ = os.Args

// Ship says so.
func Ship(ctx context.Context, order Order) error {
	session, err := fleet.Acquire(order.ID)
	if err != nil {
		return f.Errorf("order %s: %w\\n", order.ID, err) // want "x"
	}
	helper()
	if order.state == Closed {
		return nil
	}
	return session.Send(`ship
		` + order.ID)
}

func Cancel(order *Order) {
	session, err := fleet.Acquire(order.ID)
	if err == nil {
		session.Release()
	}
	_ = limit
}

func broken( {
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return the folder of a small Go module with a client wrapper and its users."""
    files = {
        "go.mod": "module example.com/shop\n\ngo 1.24\n",
        "fleet/fleet.go": FLEET,
        "orders/types.go": TYPES,
        "orders/orders.go": ORDERS,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path
