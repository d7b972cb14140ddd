"""The library of one workspace: a team's models of packages, on top of ours, and for no other workspace."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golint_conn.names import libraries
from golint_conn.names.libraries.entries import (
    EVERY_ARGUMENT,
    LONG_LIVED_CLIENT,
    Acquires,
    ClientModel,
    Dials,
    Effect,
    Failure,
    FunctionModel,
    PackageModel,
    Talk,
    TypeModel,
)
from golint_conn.names.libraries.library import Library
from golint_conn.names.libraries.reading import PackageReader
from golint_conn.names.libraries.writing import written


def function(name: str, kind: str = "pool connection", **more: object) -> FunctionModel:
    return FunctionModel(name, "r", Acquires(kind), **more)  # type: ignore[arg-type]


def test_what_a_team_says_of_one_function_leaves_the_others_alone() -> None:
    own = Library([PackageModel("net", functions=(FunctionModel("Dial", "ours", exempt=frozenset({"connection"})),))])
    plain = Library()
    assert own.functions("net")["Dial"].exempt == {"connection"}
    assert own.functions("net")["Dial"].acquires is None
    assert own.functions("net")["Listen"] == plain.functions("net")["Listen"]
    assert plain.functions("net")["Dial"].acquires == Acquires("connection")
    assert own.types("net/http") == plain.types("net/http")


def test_of_two_packages_of_one_name_the_later_counts() -> None:
    first = PackageModel("a.org/p", functions=(function("F"), function("G")), declarations="func F()")
    second = PackageModel("a.org/p", functions=(function("F", "other"),))
    library = Library([first, second])
    kinds = {name: each.acquires.kind for name, each in library.functions("a.org/p").items() if each.acquires}
    assert kinds == {"F": "other", "G": "pool connection"}
    source = library.source("a.org/p")
    assert source is not None
    assert b"func F()" in source.data


@pytest.mark.parametrize("path", ["a.org/p", "a.org/p/v2", "a.org/v7/p"])
def test_a_model_without_a_version_is_for_all_of_them(path: str) -> None:
    library = Library([PackageModel("a.org/p", functions=(function("F"),))])
    assert set(library.functions(path)) == {"F"}
    assert not Library([PackageModel("a.org/p/v2", functions=(function("F"),))]).functions("a.org/p")


def test_what_tells_that_a_file_has_to_do_with_a_kind() -> None:
    pool = PackageModel("a.org/my-pool", "pool", functions=(function("Get"), function("Pool.Acquire")))
    user = PackageModel("a.org/user", imports=("a.org/typed",), declarations="func New() *typed.T")
    typed = PackageModel("a.org/typed", types=(TypeModel("T", "r", "pool connection", ("Body",)),))
    library = Library([pool, user, typed])
    assert library.handing("pool connection") == {
        "a.org/my-pool": {"Get", "Acquire"},
        "a.org/typed": {"T", "Body", "typed"},
        "a.org/user": {"T", "Body", "typed"},
    }
    assert library.telling("pool connection") == {"Acquire", "package pool", "package typed"}
    assert library.handing("stream") == libraries.handing("stream")
    assert Library().telling("stream") == frozenset()


CLIENTS = """
package = "a.org/p"

[[client]]
names = ["Open", "Writer"]
what = "p client"
ends = ["Stop"]
lends = ["Channel"]
wraps = 'New*Client'
majors = [2, 3]
reference = "r"
"""


def test_what_a_team_says_of_clients_counts_for_the_versions_that_it_names() -> None:
    reader = PackageReader()
    package = reader.read(tomllib.loads(CLIENTS))
    assert not reader.faults
    library = Library([package])
    known = ClientModel("Writer", "r", "p client", ("Stop",), ("Channel",), "New*Client", (2, 3))
    assert library.client("a.org/p/v2", "Writer") == known
    assert library.client("a.org/p", "Writer") is None
    assert library.client("a.org/p/v2", "Close") is None
    assert library.handing(LONG_LIVED_CLIENT)["a.org/p"] == {"Open", "Writer"}
    assert "a.org/p" not in Library().handing(LONG_LIVED_CLIENT)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('names = []\nwhat = "c"\n', "must not be empty"),
        ('names = ["A"]\n', 'has no "what"'),
        ('names = ["A"]\nwhat = "c"\nwraps = "("\n', "must hold one *"),
        ('names = ["A"]\nwhat = "c"\nmajors = [0]\n', "must be a list of numbers, such as [3]"),
        ('names = ["A", "A"]\nwhat = "c"\n', '"A" has two entries'),
    ],
)
def test_clients_that_cannot_be_right_are_told(table: str, said: str) -> None:
    reader = PackageReader("r")
    reader.read(tomllib.loads(f'package = "a.org/p"\n[[client]]\n{table}'))
    assert any(said in each.said for each in reader.faults)


@pytest.mark.parametrize("value", ["1", "{ network = 0 }", "{ address = -1 }", "{ address = 0, port = 1 }"])
def test_places_that_cannot_be_right_are_told(value: str) -> None:
    reader = PackageReader("r")
    reader.read(tomllib.loads(f'package = "a.org/p"\n[[function]]\nnames = ["A"]\ndials = {value}\n'))
    assert [each.key[-1] for each in reader.faults] == ["dials"]


def test_what_connects_and_what_talks_over_a_connection_is_known_of_the_standard_library() -> None:
    library = Library()
    assert library.functions("net")["DialTCP"].dials == Dials(2, 0)
    assert library.functions("net")["Dialer.DialContext"].dials == Dials(2, 1)
    assert library.functions("net/smtp")["Dial"].dials == Dials(0)
    talks = {name: library.functions("io")[name].talks for name in ("ReadFull", "WriteString", "LimitReader", "Copy")}
    assert talks == {"ReadFull": Talk.READS, "WriteString": Talk.WRITES, "LimitReader": Talk.THROUGH, "Copy": None}


NAMES = st.from_regex(r"[A-Z][a-z]{0,6}", fullmatch=True)
METHODS = st.builds("{}.{}".format, NAMES, NAMES)
WORDS = st.text(min_size=1, max_size=12).filter(lambda each: bool(each.strip()))
PARTS = st.none() | st.tuples() | st.tuples(NAMES)
EFFECTS = st.sampled_from(Effect)
ACQUIRES = st.builds(Acquires, WORDS, st.integers(0, 5), PARTS, st.none() | st.sampled_from(Failure))
FUNCTIONS = st.builds(
    FunctionModel,
    NAMES | METHODS,
    st.just("r"),
    st.none() | ACQUIRES,
    st.frozensets(WORDS, max_size=2),
    st.dictionaries(st.integers(EVERY_ARGUMENT, 4), EFFECTS, max_size=3).map(lambda each: tuple(each.items())),
    st.none() | EFFECTS,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | st.builds(Dials, st.integers(0, 4), st.none() | st.integers(0, 4)),
    st.none() | st.sampled_from(Talk),
)
TYPES = st.builds(TypeModel, NAMES, st.just("r"), WORDS, PARTS)
PACKAGES = st.builds(
    PackageModel,
    WORDS,
    st.just("") | WORDS,
    functions=st.lists(FUNCTIONS, max_size=4, unique_by=lambda each: each.name).map(tuple),
    types=st.lists(TYPES, max_size=2, unique_by=lambda each: each.name).map(tuple),
)


@settings(max_examples=60)
@given(st.lists(PACKAGES, max_size=3))
def test_what_is_written_reads_back_as_the_same(packages: list[PackageModel]) -> None:
    document = tomllib.loads(written(packages, {}))
    reader = PackageReader("r")
    assert [reader.read(each) for each in document.get("model", [])] == packages
    assert not reader.faults
