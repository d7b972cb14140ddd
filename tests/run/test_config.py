"""The configuration file: what it may say, and what is said about the rest."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.finding import Severity
from golint_conn.run.config import find_config, read_config
from golint_conn.run.request import CheckRequest, Level, UsageError
from golint_conn.run.selection import Vocabulary
from golint_conn.run.settings import Settings, load_settings
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
    """Whatever valid statements stand above, over however many lines, the error names its own line."""
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
