"""What is collected: each expression with everything that is done with it; nothing is skipped silently."""

import re
from pathlib import Path

import pytest

from tests.linear.collecting import ANYWHERE, FULL, MATCH, Place, Reading, UnseenError, Use, uses


def reading(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Return what a module with a given text holds."""
    monkeypatch.syspath_prepend(str(folder))
    name = f"collected_{abs(hash(text))}"
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    return Reading(name, path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("X = re.compile('a')\nX.match('b')", {Use("a", re.UNICODE, MATCH)}),
        ("A = 'a'\nX = re.compile(f'{A}b')\nX.sub('', 'b'); X.pattern", {Use("ab", re.UNICODE, ANYWHERE)}),
        (
            "X = re.compile(b'a', re.DOTALL | re.MULTILINE)\nX.fullmatch(b'')",
            {Use(b"a", re.DOTALL | re.MULTILINE, FULL)},
        ),
        ("X = re.compile('a')\nprint(X)", uses("a", re.UNICODE)),
        ("X = [re.compile('a', re.DOTALL)]", uses("a", re.DOTALL)),
        ("re.search('a', '', re.MULTILINE)", {Use("a", re.MULTILINE, ANYWHERE)}),
        ("def f(): return re.match('a', '', flags=re.DOTALL)", {Use("a", re.DOTALL, MATCH)}),
        ("QUERY = '(x) @y (#match? @y \"z$\")'", {Use("z$", 0, ANYWHERE)}),
        ("re.escape('a')", set()),
    ],
)
def test_expressions(text: str, found: set[Use], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reading(f"import re\n{text}\n", tmp_path, monkeypatch).found == found


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("import re\nclass C:\n    def f(self, x): return re.compile(x)", "C.f"),
        ("import re\ndef f(x): return re.search(f'{x}', '')", "f"),
        ("def f():\n    from pathspec import GitIgnoreSpec", "f"),
        ("import fnmatch", ""),
    ],
)
def test_places_where_expressions_are_made(
    text: str, function: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = reading(text, tmp_path, monkeypatch)
    assert found.built == {Place(found.name, function)}


@pytest.mark.parametrize(
    "text",
    [
        "import re as r",
        "from re import compile",
        "import re\nf = re.compile",
        "import re\nmap(re.compile, 'a')",
        "import re\ngetattr(re, 'compile')('a')",
        "import re\nre.Scanner([])",
        "QUERY = '(#match? @a @b)'",
    ],
)
def test_what_cannot_be_followed_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnseenError):
        reading(text, tmp_path, monkeypatch)
