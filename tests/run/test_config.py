"""The configuration file: what it may say, and what is said about the rest."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.finding import Severity
from golint_conn.run.check import check
from golint_conn.run.config.config_file import find_config, read_config
from golint_conn.run.config.options import KEYS, OPTIONS, OVERRIDE_OPTIONS
from golint_conn.run.config.schema import schema
from golint_conn.run.config.selection import Vocabulary
from golint_conn.run.config.settings import Settings, load_settings
from golint_conn.run.request import CheckRequest, Level, UsageError
from tests.run.fake_rules import INFOS

WriteTree = Callable[..., Path]
VOCABULARY = Vocabulary.of(INFOS)


def problems(folder: Path, text: str | bytes) -> list[str]:
    path = folder / "c.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError) as caught:
        read_config(str(path), VOCABULARY)
    assert all(message.startswith(str(path)) for message in caught.value.messages)
    return [message.removeprefix(f"{path}:") for message in caught.value.messages]


def settings(root: Path, **asked: object) -> Settings:
    return load_settings(CheckRequest(cwd=str(root), **asked), INFOS)  # type: ignore[arg-type]


def test_a_file_with_every_key(tree: WriteTree) -> None:
    root = tree(
        {
            ".golint-conn.toml": """
                select = ["leak", "pool-small"]
                ignore = ["conn-lost"]
                exclude = ["*.pb.go"]
                level = "audit"
                fail-on = "error"
                output-format = "concise"
                color = "never"
                workers = 3
                tests = "off"
                rules.body-lost.severity = "note"
                [rules.pool-small]
                severity = "error"
            """
        }
    )
    read = settings(root)
    assert read.rules == ("body-lost", "pool-small")
    assert read.exclude == ("*.pb.go",)
    assert (read.level, read.fail_on, read.tests, read.workers) == (Level.AUDIT, Severity.ERROR, "off", 3)
    assert (read.output_format, read.color) == (("concise",), "never")
    assert read.severities == {"body-lost": Severity.NOTE, "pool-small": Severity.ERROR}


def test_the_nearest_file_counts_and_the_request_is_stronger(tree: WriteTree) -> None:
    root = tree(
        {
            ".golint-conn.toml": "workers = 1\n",
            "in/.golint-conn.toml": 'level = "audit"\nworkers = 2\n',
            "in/deep/a.go": "",
        }
    )
    deep = root / "in" / "deep"
    assert settings(deep).workers == 2
    assert settings(root).workers == 1
    stronger = settings(deep, workers=7)
    assert stronger.workers == 7
    assert stronger.level is Level.AUDIT
    assert stronger.origins["level"] == str(root / "in/.golint-conn.toml")
    assert stronger.origins["workers"] == "command line"
    assert settings(deep, use_config=False).workers is None
    assert settings(deep, config_file="../../.golint-conn.toml").workers == 1
    assert find_config(str(deep)) == str(root / "in/.golint-conn.toml")


def test_every_error_is_told_at_once_with_line_and_key(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        """\
# a comment
selct = ["leak"]
ignore = [
    "body-lost",  # fine
    "body-losed",
    'leaks',
]
level = "loud"
workers = true

[rules.conn-list]
severity = "note"

[rules.conn-lost]
severity = "warn"
severty = "note"

[rules]
"pool-small" = "off"
""",
    )
    assert told == [
        '2: selct: no such key; did you mean "select"?',
        '5: ignore: "body-losed" is neither a rule nor a category; did you mean "body-lost"?',
        '6: ignore: "leaks" is neither a rule nor a category; did you mean "leak"?',
        '8: level: cannot be "loud"; valid: "audit", "default", "pedantic"',
        "9: workers: must be a whole number of at least 1",
        '11: rules.conn-list: no such rule "conn-list"; did you mean "conn-lost"?',
        '15: rules.conn-lost.severity: cannot be "warn"; did you mean "warning"?',
        '16: rules.conn-lost.severty: no such key; did you mean "severity"?',
        "19: rules.pool-small: must be a table, not a string",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('a = 1\nlevel = "x\n', "2: not valid TOML"),
        ("select = [\n'leak',\n", "2: not valid TOML"),
        (b"# one\n# \xff\n", "2: not valid UTF-8"),
        ("x = " + "[" * 5000, "1: "),
        ("rules = 3", "1: rules: must be a table"),
        ('exclude = ["a", 3]', "1: exclude: must be a list of strings"),
        ('exclude = "a"', "1: exclude: must be a list of strings, not a string"),
        ("fail_on = 'note'", '1: fail_on: no such key; did you mean "fail-on"?'),
        ("workers = 0", "1: workers: "),
        ('exclude = ["a", "[z-a]"]', "1: exclude: must be patterns as in a .gitignore: bad character range z-a"),
        ("exclude = ['a\\']", "1: exclude: must be patterns as in a .gitignore: "),
        ('[[overrides]]\npaths = ["!"]', "2: overrides.paths: must be patterns as in a .gitignore: "),
    ],
)
def test_one_error(text: str | bytes, said: str, tmp_path: Path) -> None:
    (message,) = problems(tmp_path, text)
    assert message.startswith(said)


def test_windows_editors(tree: WriteTree) -> None:
    root = tree({".golint-conn.toml": b'\xef\xbb\xbflevel = "audit"\r\nselect = [\r\n"leak"]\r\n'})
    assert settings(root).level is Level.AUDIT
    assert problems(root, b"\xef\xbb\xbflevel = 'audit'\r\n\r\nselect = ['x']\r\n")[0].startswith("3: select: ")


def test_errors_of_file_and_request_come_together(tree: WriteTree) -> None:
    root = tree({".golint-conn.toml": "nonsense = 1\n"})
    with pytest.raises(UsageError) as caught:
        settings(root, select=("leek",), ignore=("zzz",))
    assert len(caught.value.messages) == 3


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"other\.toml: No such file"):
        settings(tmp_path, config_file="other.toml")


STATEMENTS = st.sampled_from(
    [
        'select = [\n  "leak", # "no-rule"\n]',
        'exclude = ["""\n[rules]\nlevel = 3\n"""]',
        "ignore = ['''body-lost''', ]",
        '"tests" = "on"',
        "",
        "# workers = -1",
        'output-format = [\n\n"text"\n,\n]',
    ]
)


@given(before=st.lists(STATEMENTS, unique_by=lambda text: text.split(" ")[0]))
def test_the_line_of_an_error_is_where_it_stands(before: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever valid statements come first, over however many lines, the error names its own line."""
    text = "\n".join([*before, "wrong-key = [\n 1,\n]", 'rules.body-lost.severity = "x"'])
    first = text[: text.index("wrong-key")].count("\n") + 1
    lines = [int(message.partition(":")[0]) for message in problems(tmp_path_factory.mktemp("c"), text)]
    assert lines == [first, first + 3]


@given(rule=st.sampled_from(sorted(VOCABULARY.ids)), at=st.integers(0, 30), letter=st.sampled_from("abxyz-"))
def test_a_mistyped_rule_is_recognised(rule: str, at: int, letter: str) -> None:
    at %= len(rule)
    for typed in (rule[:at] + letter + rule[at:], rule[:at] + rule[at + 1 :], rule.upper(), rule.replace("-", "_")):
        told = VOCABULARY.unknown([typed])
        assert typed in VOCABULARY.ids or f'did you mean "{rule}"?' in told[0][1]


def test_a_file_that_extends_another(tree: WriteTree) -> None:
    root = tree(
        {
            "base.toml": """
                select = ["leak"]
                ignore = ["conn-lost"]
                level = "audit"
                fail-on = "error"
                baseline = "old.json"
                rules.body-lost.severity = "note"
                rules.conn-lost.severity = "note"
                [[overrides]]
                paths = ["a/"]
                severity = "note"
            """,
            "in/middle.toml": 'extend = "../base.toml"\nfail-on = "note"\n',
            "in/.golint-conn.toml": """
                extend = "middle.toml"
                level = "pedantic"
                ignore = ["pool-small"]
                rules.body-lost.severity = "warning"
                [[overrides]]
                paths = ["b/"]
                ignore = ["leak"]
            """,
        }
    )
    read = settings(root / "in")
    assert (read.level, read.fail_on, read.baseline) == (Level.PEDANTIC, Severity.NOTE, str(root / "old.json"))
    assert read.rules == ("body-lost",)
    assert read.ignore == ("conn-lost", "pool-small")
    assert read.severities == {"body-lost": Severity.WARNING, "conn-lost": Severity.NOTE}
    assert [each.paths for each in read.overrides] == [("a/",), ("b/",)]
    assert read.base == str(root / "in")


def test_errors_of_a_whole_chain(tree: WriteTree) -> None:
    root = tree(
        {
            ".golint-conn.toml": '# me\nextend = "b.toml"\nlevel = "x"\n',
            "b.toml": 'workers = 0\nextend = "./c.toml"\n',
            "c.toml": '\n\nextend = ".golint-conn.toml"\n',
            "lost.toml": 'level = 1\nextend = "nowhere.toml"\n',
        }
    )
    with pytest.raises(UsageError) as caught:
        settings(root)
    told = [message.removeprefix(f"{root}/").split(": ")[0:2] for message in caught.value.messages]
    assert told == [[".golint-conn.toml:3", "level"], ["b.toml:1", "workers"], ["c.toml:3", "extend"]]
    with pytest.raises(UsageError) as caught:
        settings(root, config_file="lost.toml")
    assert [message.removeprefix(f"{root}/")[:13] for message in caught.value.messages] == [
        "lost.toml:1: ",
        "nowhere.toml:",
    ]


def test_errors_in_overrides(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        """\
[[overrides]]
paths = ["a"]
severity = "notes"

[[overrides]]
path = ["b"]

[[overrides]]
paths = []
ignore = ["leak",
  "pool-smal"]
[overrides.rules]
x = 1
""",
    )
    assert told == [
        '3: overrides.severity: cannot be "notes"; did you mean "note"?',
        '5: overrides: has no "paths"',
        '6: overrides.path: no such key; did you mean "paths"?',
        "9: overrides.paths: must name at least one path",
        '11: overrides.ignore: "pool-smal" is neither a rule nor a category; did you mean "pool-small"?',
        '12: overrides.rules: no such key; valid: "ignore", "paths", "select", "severity"',
    ]
    assert problems(tmp_path, "overrides = 3")[0].startswith("1: overrides: must be written as")
    assert problems(tmp_path, "x = 1\noverrides = [{paths=['a'], z=1},\n{}]")[1:] == [
        '2: overrides: has no "paths"',
        '2: overrides.z: no such key; valid: "ignore", "paths", "select", "severity"',
    ]


def test_settings_of_single_paths(tree: WriteTree) -> None:
    bad = 'package p\n\nimport "net/http"\n\n// BAD body-lost\n// BAD conn-lost\n// BAD pool-small\n'
    config = """
        ignore = ["pool-small"]
        rules.body-lost.severity = "warning"
        [[overrides]]
        paths = ["old/"]
        severity = "note"
        ignore = ["conn-lost"]
        [[overrides]]
        paths = ["*_gen.go", "old/hot.go"]
        select = ["pool-small", "conn-lost"]
        severity = "error"
    """
    names = ("a.go", "a_gen.go", "old/a.go", "old/hot.go", "old/a_test.go")
    root = tree({".golint-conn.toml": config, **dict.fromkeys(names, bad)})
    for cwd, head in ((root, ""), (root / "old", "../")):
        found = check(CheckRequest(cwd=str(cwd), paths=(head or ".",))).findings
        shown = {(each.primary.path.removeprefix(head), each.rule, each.severity.label) for each in found}
        shown = {(Path(path).name if cwd != root else path, rule, severity) for path, rule, severity in shown}
        expected = {
            ("a.go", "body-lost", "warning"),
            ("a.go", "conn-lost", "warning"),
            ("a_gen.go", "conn-lost", "error"),
            ("a_gen.go", "pool-small", "error"),
            ("old/a.go", "body-lost", "note"),
            ("old/hot.go", "conn-lost", "error"),
            ("old/hot.go", "pool-small", "error"),
            ("old/a_test.go", "body-lost", "note"),
        }
        if cwd == root:
            assert shown == expected
        assert len(found) == len(expected)
    only = check(CheckRequest(cwd=str(root), paths=(".",), ignore=("conn-lost",))).findings
    assert sorted(each.rule for each in only).count("conn-lost") == 0


def test_the_file_nearest_to_what_is_checked(tree: WriteTree) -> None:
    root = tree(
        {
            ".golint-conn.toml": "workers = 1\n",
            "in/.golint-conn.toml": "workers = 2\n",
            "in/a/a.go": "",
            "in/b/b.go": "",
            "other/o.go": "",
        }
    )
    expected = {
        ("in/...",): 2,
        ("in",): 2,
        ("in/a/a.go", "in/b"): 2,
        ("./in/a/...", "other"): 1,
        ("./...",): 1,
        ("in/gone.go",): 2,
        ("gone/gone.go",): 1,
    }
    assert {paths: settings(root, paths=paths).workers for paths in expected} == expected
    assert settings(root / "other", paths=("../in/b",)).workers == 2
    assert settings(root, stdin_filename="in/a/new.go").workers == 2


VALUES: st.SearchStrategy[object] = st.one_of(
    st.sampled_from(["leak", "body-lost", "nonsense", "note", "on", "audit", "auto", "a/", ""]),
    st.integers(-1, 3),
    st.booleans(),
    st.lists(st.sampled_from(["leak", "body-lost", "nonsense", "text"]), max_size=2),
    st.just([3]),
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys([*OPTIONS.keys() - {"extend"}, "nonsense"], VALUES),
        "rules": st.dictionaries(
            st.sampled_from(["body-lost", "nonsense"]),
            st.dictionaries(st.sampled_from(["severity", "other"]), VALUES, max_size=1) | VALUES,
            max_size=2,
        ),
        "overrides": st.lists(
            st.fixed_dictionaries({}, optional=dict.fromkeys([*OVERRIDE_OPTIONS, "other"], VALUES)), max_size=2
        ),
    },
)


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


@given(DOCUMENTS)
def test_the_schema_takes_what_the_reader_takes(document: dict[str, object]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "c.toml")
        path.write_text("".join(f"{key} = {toml(value)}\n" for key, value in document.items()))
        try:
            read_config(str(path), VOCABULARY)
            is_read = True
        except UsageError:
            is_read = False
    assert jsonschema.Draft7Validator(schema(INFOS)).is_valid(document) == is_read


def test_the_schema_is_one_and_each_option_is_described() -> None:
    document = schema(INFOS)
    jsonschema.Draft7Validator.check_schema(document)
    properties = document["properties"]
    assert all(each["description"].endswith(".") for each in properties.values())
    assert set(properties) == set(KEYS)
