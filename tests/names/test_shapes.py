"""Types: what we know about an expression. `x := EXPRESSION`, and the type of x; unknown parts are `?`."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.names.shape import (
    ANY,
    ERROR,
    INT,
    STRING,
    UNKNOWN,
    Array,
    Chan,
    Field,
    Func,
    Map,
    Named,
    Pointer,
    Slice,
    Struct,
    Tuple,
    Type,
    TypeParameter,
    is_known,
    substitute,
    unify,
)
from tests.go_code import Code

HEAD = """package p

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

type Base struct{ id int }

func (b *Base) Name() string { return "" }

type Doer interface{ Do(*http.Request) (*http.Response, error) }

type Thing struct {
	*Base
	http.Client
	Doer2 Doer
	conf  struct{ deep []map[string]*Base }
	hook  func(int) (string, error)
}

type Loop struct{ *Loop }

type List[T any] struct {
	items []T
	next  *List[T]
}

func (l *List[E]) First() E { return l.items[0] }

func (l *List[E]) Each(yield func(int, E) bool) {}

func Pair[A, B any](a A, b B) (B, A) { return b, a }

func Keys[M ~map[K]V, K comparable, V any](m M) []K { return nil }

func Of[T any](all ...T) *List[T] { return nil }

type Duration = time.Duration

type Names []string

func (n Names) Len() int { return 0 }

const typed Duration = 3

func f(
	t *Thing, d Doer, l *List[string], m map[string][]*Base, c <-chan *Base, n Names, a any, loop Loop, v ...int,
) (named error) {
"""
EXPRESSIONS = {
    "t.id": "int",
    "t.Name()": "string",
    "t.Base.Name": "func() string",
    "t.Timeout": "time.Duration",
    "t.Get": "func(string) (*net/http.Response,error)",
    "t.Doer2.Do": "func(*net/http.Request) (*net/http.Response,error)",
    "t.conf.deep[0][``]": "*example.com/m.Base",
    "t.hook": "func(int) (string,error)",
    "loop.Loop.Loop.Missing": "?",
    "loop.Loop.Loop": "*example.com/m.Loop",
    "l.First()": "string",
    "l.next.next.items[1]": "string",
    "(&List[int]{}).First()": "int",
    "Of(1, 2).First()": "int",
    "Of(t).items[0].Timeout": "time.Duration",
    "Of[error]().First()": "error",
    "Keys(m)": "[]string",
    "Keys(map[int]bool{})": "[]int",
    "slices.Collect(maps.Keys(m))": "[]string",
    "m[``][0]": "*example.com/m.Base",
    "<-c": "*example.com/m.Base",
    "n[0]": "string",
    "n[1:]": "example.com/m.Names",
    "n.Len()": "int",
    "Names.Len": "func(example.com/m.Names) int",
    "(*Base).Name": "func(*example.com/m.Base) string",
    "a.(*Thing)": "*example.com/m.Thing",
    "a.(interface{ Close() error }).Close()": "error",
    "v": "[]int",
    "named": "error",
    "typed": "time.Duration",
    "Duration(3)": "time.Duration",
    "3 * time.Second": "time.Duration",
    "time.Second * 3": "time.Duration",
    "1 + 2.5": "float64",
    "'a' + 1": "int32",
    "len(v) + 1": "int",
    "1 << len(v)": "int",
    "!true": "bool",
    "v == nil": "bool",
    "-time.Second": "time.Duration",
    '"a" + "b"': "string",
    '"abc"[0]': "uint8",
    "[]byte(`a`)": "[]uint8",
    "[...]string{`a`, `b`}": "[2]string",
    "[3]int{}[:2]": "[]int",
    "map[string]struct{}{}": "map[string]struct{}",
    "make(chan<- error, 1)": "chan<- error",
    "new(Thing)": "*example.com/m.Thing",
    "new(Thing).Base": "*example.com/m.Base",
    "append([]int(nil), 1)": "[]int",
    "func(x int) error { return nil }": "func(int) error",
    "func() *Thing { return nil }()": "*example.com/m.Thing",
    "func() func() int { return nil }()()": "int",
    "http.DefaultClient": "*net/http.Client",
    "http.DefaultTransport.(*http.Transport).Clone()": "*net/http.Transport",
    "http.HandlerFunc(nil)": "net/http.HandlerFunc",
    "http.StatusOK": "int",
    "os.Stdin": "*os.File",
    "strings.NewReader(``)": "*strings.Reader",
    "io.Reader(nil)": "io.Reader",
    "errors.New(``).Error()": "string",
    "context.Background().Done()": "<-chan struct{}",
    "(&sql.DB{}).Stats().OpenConnections": "int",
    "(&atomic.Pointer[Thing]{}).Load()": "*example.com/m.Thing",
    "struct{ a int }{1}.a": "int",
    "[]struct{ a []string }{{a: nil}}[0].a[0]": "string",
    "missing": "?",
    "t.missing": "?",
    "missing.Get()": "?",
    "http.Missing": "?",
    "recover()": "any",
}
STATEMENTS = {
    "x, _ := Pair(1, ``)": "string",
    "_, x := Pair(1, ``)": "int",
    "x, ok := m[``]; _ = ok": "[]*example.com/m.Base",
    "_, x := m[``]": "bool",
    "_, x := <-c": "bool",
    "_, x := a.(int)": "bool",
    "x, err := t.Get(``); _ = err": "*net/http.Response",
    "for x := range m {}": "string",
    "for _, x := range m {}": "[]*example.com/m.Base",
    "for x := range c {}": "*example.com/m.Base",
    "for x := range 3 {}": "int",
    "for x := range typed {}": "time.Duration",
    "for _, x := range `a` {}": "int32",
    "for _, x := range &[2]error{} {}": "error",
    "for _, x := range l.Each {}": "string",
    "for x := range maps.Values(m) {}": "[]*example.com/m.Base",
    "for _, x := range slices.All(n) {}": "string",
    "var x, y = 1, ``; _ = y": "int",
    "var x io.Writer = os.Stdout": "io.Writer",
    "var x struct{ io.Closer }": "struct{io.Closer}",
    "type local struct{ r io.Reader }; x := local{}.r": "io.Reader",
    "const x = 1 << 3": "untyped int",
    "x, y := 1, 2; x, z := 3, 4; _, _ = y, z": "int",
    "select { case x := <-c: _ = x }": "*example.com/m.Base",
    "http := struct{ Get int }{}; x := http.Get": "int",
    "x := x": "?",
}
SWITCH = "switch x := a.(type) {{\ncase {0}:\n\t_ = x\n}}"


def shape_of_x(body: str, tmp_path: Path, nth: int = 0) -> str:
    code = Code(tmp_path, {"a.go": f"{HEAD}{body}\nreturn nil\n}}\n"})
    found = [each for each in code.file().walk() if each.kind == "identifier" and each.text == "x"]
    local = [each for each in found if each.start >= len(HEAD)]
    return str(code.shapes.of(local[nth], code.file()))


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression(text: str, tmp_path: Path) -> None:
    assert shape_of_x(f"x := {text}", tmp_path) == EXPRESSIONS[text]


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_declared_name(text: str, tmp_path: Path) -> None:
    assert shape_of_x(text, tmp_path) == STATEMENTS[text]


@pytest.mark.parametrize(
    ("case", "shape"),
    [
        ("*Thing", "*example.com/m.Thing"),
        ("error", "error"),
        ("int, string", "any"),
        ("nil", "any"),
        ("[]int", "[]int"),
    ],
)
def test_a_type_switch(case: str, shape: str, tmp_path: Path) -> None:
    assert shape_of_x(SWITCH.format(case), tmp_path, 1) == shape


NAMES = st.sampled_from(["A", "B", "C"])
SHAPES: st.SearchStrategy[Type] = st.recursive(
    st.sampled_from([UNKNOWN, ANY, INT, STRING, ERROR, Named("net/http", "Client")]) | NAMES.map(TypeParameter),
    lambda inner: st.one_of(
        inner.map(Pointer),
        inner.map(Slice),
        inner.map(lambda shape: Array("3", shape)),
        inner.map(lambda shape: Chan("chan", shape)),
        inner.map(lambda shape: Named("p", "List", (shape,))),
        inner.map(lambda shape: Struct((Field("f", shape),))),
        st.tuples(inner, inner).map(lambda pair: Map(*pair)),
        st.lists(inner, max_size=3).map(lambda items: Tuple(tuple(items))),
        st.tuples(inner, inner).map(lambda pair: Func((pair[0],), (pair[1],))),
    ),
    max_leaves=6,
)


@given(SHAPES)
def test_a_shape_is_known_if_nothing_in_it_is_unknown(shape: Type) -> None:
    assert is_known(shape) == ("?" not in str(shape))
    assert hash(shape) == hash(substitute(shape, {}))


@given(SHAPES, SHAPES)
def test_substituting_is_complete_and_touches_nothing_else(shape: Type, by: Type) -> None:
    plain = substitute(by, {"A": INT, "B": INT, "C": INT})
    filled = substitute(shape, {"A": plain})
    assert substitute(filled, {"A": STRING}) == filled
    assert substitute(shape, {"Other": plain}) == shape


@given(SHAPES, st.fixed_dictionaries(dict.fromkeys("ABC", st.sampled_from([INT, STRING, Slice(ERROR)]))))
def test_unifying_finds_what_was_substituted(pattern: Type, bindings: dict[str, Type]) -> None:
    found: dict[str, Type] = {}
    unify(pattern, substitute(pattern, bindings), found, frozenset(bindings))
    assert {name: bindings[name] for name in found} == found
    unify(pattern, UNKNOWN, found, frozenset(bindings))
