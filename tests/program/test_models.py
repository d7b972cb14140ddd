"""Library models: the data makes sense, and the loader rejects data that does not."""

import re
from pathlib import Path

import pytest

from golint_conn.names import libraries, stdlib
from golint_conn.names.calls import BUILTINS
from golint_conn.names.libraries.library import Library
from golint_conn.names.shape import Named
from golint_conn.program import library_effects as library
from golint_conn.program.models import Acquires, Effect, Models
from tests.go_code import Code
from tests.go_tool import goroot
from tests.program.conftest import WriteCode

LIBRARY = Library()
MODELS = Models(LIBRARY)
PACKAGES = sorted(
    path.relative_to(libraries.FOLDER).as_posix().removesuffix(libraries.SUFFIX)
    for path in libraries.FOLDER.rglob(f"*{libraries.SUFFIX}")
)
STANDARD = [path for path in PACKAGES if "." not in path.partition("/")[0]]
OTHERS = [path for path in PACKAGES if path not in STANDARD]
KINDS = frozenset(
    {
        "response body", "connection", "listener", "rows", "row", "statement", "transaction", "session",
        "cancel function", "ticker", "ticker channel", "stream", "client", "channel", "subscription",
    }
)  # fmt: skip


def test_there_is_data() -> None:
    assert len(STANDARD) > 40
    assert len(OTHERS) > 40


@pytest.mark.parametrize("path", PACKAGES)
def test_every_file_loads_and_its_obligations_have_known_names(path: str) -> None:
    functions, types = LIBRARY.functions(path), LIBRARY.types(path)
    kinds = {each.acquires.kind for each in functions.values() if each.acquires is not None}
    kinds |= {each.obligation for each in types.values()}
    kinds |= {kind for each in functions.values() for kind in each.exempt}
    assert kinds <= KINDS
    assert all(each.reference for each in (*functions.values(), *types.values()))


@pytest.mark.parametrize("path", PACKAGES)
def test_every_entry_of_a_function_says_something(path: str) -> None:
    for each in LIBRARY.functions(path).values():
        said = each.acquires, each.exempt, each.arguments, each.receiver, not each.returns, each.reads, each.fills
        assert any(said), each.name
        assert not (each.reads and each.fills), each.name


@pytest.mark.parametrize("path", [each for each in STANDARD if each != "builtin"])
def test_every_standard_entry_names_something_that_exists(path: str, tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": f'package p\n\nimport _ "{path}"\n'})
    scope = code.names.package(path, code.file())
    assert scope is not None
    for name in LIBRARY.functions(path):
        owner, _, method = name.rpartition(".")
        if owner:
            member = code.shapes.members.find(Named(path, owner), method)
            assert member is not None, name
            assert member.is_method, name
            assert member.owner == Named(path, owner), f"{name} is declared by {member.owner}"
        else:
            assert scope.lookup(method) is not None, name
    assert all(scope.lookup(name) is not None for name in LIBRARY.types(path))


def test_every_builtin_exists() -> None:
    assert set(LIBRARY.functions("builtin")) <= BUILTINS


@pytest.mark.parametrize("path", STANDARD)
def test_every_standard_reference_names_files_of_go(path: str) -> None:
    entries = (*LIBRARY.functions(path).values(), *LIBRARY.types(path).values())
    for reference in {each.reference for each in entries}:
        files, colon, reason = reference.partition(": ")
        assert colon, reference
        assert reason.endswith("."), reference
        assert all((goroot() / "src" / file).is_file() for file in files.split(", ")), reference


@pytest.mark.parametrize("path", OTHERS)
def test_every_other_reference_names_a_file_and_a_reason(path: str) -> None:
    entries = (*LIBRARY.functions(path).values(), *LIBRARY.types(path).values())
    for reference in {each.reference for each in entries}:
        files, colon, reason = reference.partition(": ")
        assert colon, reference
        assert reason.endswith("."), reference
        assert all(file.endswith(".go") for file in files.split(", ")), reference


@pytest.mark.parametrize("path", OTHERS)
def test_declarations_are_go_and_hold_what_entries_of_their_types_speak_of(path: str, tmp_path: Path) -> None:
    source = libraries.declarations(path)
    if source is None:
        return
    code = Code(tmp_path, {"a.go": f'package p\n\nimport _ "{path}"\n', "d.go": source.data})
    file = code.file("d.go")
    assert not file.tree.root.has_error
    assert file.package_name
    scope = code.names.package(path, code.file())
    assert scope is not None
    known = LIBRARY.package(path)
    declared = known.declarations if known is not None else ""
    for name in LIBRARY.functions(path):
        owner, _, method = name.rpartition(".")
        if owner and scope.lookup(owner) is not None and f"{method}(" in declared:
            member = code.shapes.members.find(Named(path, owner), method)
            assert member is None or member.is_method, name


@pytest.mark.parametrize("path", OTHERS)
def test_declarations_import_what_they_speak_of_and_nothing_else(path: str) -> None:
    known = libraries.document(path) or {}
    spoken = set(re.findall(r"\b([a-z]\w*)\.[A-Z]", known.get("declarations", "")))
    assert spoken == {each.rpartition("/")[2] for each in known.get("imports", ())}


def test_a_function_a_method_and_a_type() -> None:
    dial = MODELS.function("net", "Dial")
    assert dial is not None
    assert (dial.acquires, dial.returns, dial.reads) == (Acquires("connection"), True, False)
    context = MODELS.function("context", "WithTimeout")
    assert context is not None
    assert context.acquires == Acquires("cancel function", 1)
    response = MODELS.type("net/http", "Response")
    assert response is not None
    assert (response.obligation, response.part) == ("response body", ("Body",))
    assert MODELS.function("net", "NoResource") is None
    assert MODELS.type("net", "NoResource") is None
    assert MODELS.function("example.com/nobody", "Dial") is None
    assert MODELS.function("../net", "Dial") is None


def test_effects_by_place() -> None:
    copy, readers = MODELS.function("io", "Copy"), MODELS.function("io", "MultiReader")
    assert copy is not None
    assert readers is not None
    assert [copy.argument(place) for place in range(3)] == [Effect.BORROWS, Effect.DRAINS, None]
    assert readers.argument(5) is Effect.VIEWS


def test_a_full_name_is_read_with_dots_in_its_path() -> None:
    assert LIBRARY.named("gopkg.in/yaml.v3.Unmarshal") is MODELS.function("gopkg.in/yaml.v3", "Unmarshal")
    assert LIBRARY.named("net/http.Server.Serve") is MODELS.function("net/http", "Server.Serve")
    assert LIBRARY.named("net/http.Server.Serve") is not None
    assert LIBRARY.named("panic") is None


def test_callees(go: WriteCode) -> None:
    code = go(
        "func f(l net.Listener, w http.ResponseWriter, t *testing.T) {\n"
        "\tl.Accept()\n\tw.(http.Hijacker).Hijack()\n\tt.Fatal()\n\tpanic(1)\n\tfunc() {}()\n}",
        "net net/http testing",
    )

    def name(call: str) -> str | None:
        found = MODELS.of(code.program.callee(code.site(call, kind="call_expression")))
        return found.name if found is not None else None

    assert name("l.Accept()") == "Listener.Accept"
    assert name("w.(http.Hijacker).Hijack()") == "Hijacker.Hijack"
    assert name("t.Fatal()") == "common.Fatal"
    assert name("panic(1)") == "panic"
    assert name("func() {}()") is None


def write(folder: Path, **files: str) -> Models:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Models(Library(folder=folder))


ENTRY = 'package = "x/y"\n[[function]]\nnames = ["F"]\nreads = true\nreference = "x/y/f.go: reads."\n'


def test_one_file_serves_all_major_versions(tmp_path: Path) -> None:
    models = write(tmp_path, x__y=ENTRY)
    for path in ("x/y", "x/y/v2", "x/v12/y"):
        assert models.function(path, "F") is not None, path
    assert models.function("x/y/v1", "F") is None


def test_a_file_that_points_at_another(tmp_path: Path) -> None:
    models = write(tmp_path, x__y=ENTRY, z='same_as = "x/y"\n', loop='same_as = "z"\n', lost='same_as = "none"\n')
    assert models.function("z", "F") is not None
    for path in ("loop", "lost"):
        with pytest.raises(ValueError, match=rf"^{path}\.toml: same_as .* does not name a file with its own data"):
            models.function(path, "F")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("package = ", "Invalid value"),
        ('package = "other"\n', "package is 'other'"),
        ('package = "p"\nfunctions = []\n', "functions: no such key"),
        ('same_as = "x"\npackage = "p"\n', "a file with same_as may hold nothing but clients"),
        ("{F} reference = 'r'\nwhat = 1\n", r"function.what: \['F'\]: no such key"),
        ("{F}\n", r"function: \['F'\]: has no \"reference\""),
        ("{F} reference = ' '\n", "function.reference: .*must not be empty"),
        ("{F} reference = 'r'\narguments = {{ 0 = 'eats' }}\n", 'arguments: .*cannot be "eats"'),
        ("{F} reference = 'r'\nreceiver = 'eats'\n", 'receiver: .*cannot be "eats"'),
        ("{F} reference = 'r'\narguments = {{ first = 'views' }}\n", '"first" is not the place of an argument'),
        ("{F} reference = 'r'\narguments = 'views'\n", "must be a table of places and effects"),
        ("{F} reference = 'r'\nresult = 1\n", "result, part or failure without acquires"),
        ("{F} reference = 'r'\nacquires = 'client'\nresult = -1\n", "must be a whole number, counted from 0"),
        ("{F} reference = 'r'\nacquires = 'client'\nfailure = 'no'\n", 'failure: .*cannot be "no"'),
        ("{F} reference = 'r'\nreads = 1\n", "must be true or false, not a number"),
        ("{F} reference = 'r'\n[[function]]\nnames = ['F']\nreference = 'r'\n", '"F" has two entries'),
        ("package = 'p'\n[[function]]\nnames = ['a.b.C']\nreference = 'r'\n", '"a.b.C" does not name a function'),
        ("package = 'p'\n[[function]]\nnames = 'F'\nreference = 'r'\n", "must be a list of strings, not a string"),
        ("package = 'p'\n[[function]]\nreference = 'r'\n", 'has no "names"'),
        ("package = 'p'\nfunction = 'F'\n", "must be written as tables in double brackets"),
        ("package = 'p'\n[[type]]\nname = 'T'\nreference = 'r'\n", 'has no "obligation"'),
    ],
)
def test_malformed_data_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    head = "package = 'p'\n[[function]]\nnames = ['F']\n"
    models = write(tmp_path, p=text.format(F=head) if "{F}" in text else text)
    with pytest.raises(ValueError, match=rf"^p\.toml: .*{reason}"):
        (models.function("p", "F"), models.type("p", "T"))


def test_what_a_function_may_do_with_its_arguments() -> None:
    assert [library.keeps(each, LIBRARY) for each in ("fmt.Println", "encoding/json.Unmarshal", "net/http.Serve", "x.F")] == [
        False, False, True, True,
    ]  # fmt: skip
    changing = [library.changes(each, LIBRARY) for each in ("fmt.Println", "encoding/json.Unmarshal", "x.F")]
    assert changing == [False, True, True]
    assert library.makes("net/http.NewServeMux")
    assert not library.makes("github.com/x/y.NewThing")


def test_no_standard_package_is_declared_twice() -> None:
    assert not [path for path in STANDARD if path != "builtin" and "declarations" in (libraries.document(path) or {})]
    assert all(stdlib.load(path) is not None for path in STANDARD)
