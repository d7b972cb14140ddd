"""Growth is measured correctly for expressions that are known to be bad, and for those known to be good."""

import re

import pytest

from tests.linear.collecting import ANYWHERE, FULL, MATCH, Use
from tests.linear.growth import grows_faster_than_its_text

BAD = [
    Use("(a+)+b", 0, MATCH),
    Use("(a|a)*b", 0, MATCH),
    Use("(a|ab|b)*c", 0, MATCH),
    Use("(?:.*)*x", 0, MATCH),
    Use("a*a*b", 0, MATCH),
    Use("(a)(?:\\1|a)*b", 0, FULL),
    Use("a.*?b.*?c$", 0, MATCH),
    Use("(?:a(?=.*b))*", 0, MATCH),
    Use("\\s*\\Z", 0, ANYWHERE),
    Use("\\s+x", 0, ANYWHERE),
    Use("\\s*+x", 0, ANYWHERE),
    Use("(?>a*)b", 0, ANYWHERE),
    Use("/\\*.*?\\*/", re.DOTALL, ANYWHERE),
    Use('"(?:[^"\\\\\\n]|\\\\.)*"', 0, ANYWHERE),
    Use("^\\s*package", re.MULTILINE, ANYWHERE),
    Use("[ \\t]*// want", 0, ANYWHERE),
    Use(b"(?:\\s|//[^\\n]*)*\\Z", 0, MATCH),
    Use(b"^//go:build\\s+(.*?)\\s*$", re.MULTILINE, ANYWHERE),
    Use("//\\s*nolint(?::\\s*([\\w\\s,-]*?))\\s*(?://\\s*(.*))?$", 0, MATCH),
]

GOOD = [
    Use("a+", 0, ANYWHERE),
    Use("a+b", 0, MATCH),
    Use("\\s*\\Z", 0, MATCH),
    Use("a*+a*b", 0, MATCH),
    Use("(?>a*)a*b", 0, MATCH),
    Use("(?<![ \\t])[ \\t]*// want", 0, ANYWHERE),
    Use("^[ \\t]*package", re.MULTILINE, ANYWHERE),
    Use("/\\*.*?(?:\\*/|\\Z)", re.DOTALL, ANYWHERE),
    Use('"(?:[^"\\\\\\n]|\\\\[^\\n])*"?', 0, ANYWHERE),
    Use("(?:[a-z]+(?:-[a-z]+)*,)*", 0, FULL),
    Use("a(?>.*?b)(?>.*?c).*d", 0, FULL),
    Use("a{1,3}a{1,3}b", 0, ANYWHERE),
]


@pytest.mark.parametrize("use", BAD, ids=repr)
def test_what_is_squared_or_worse_is_told(use: Use) -> None:
    assert grows_faster_than_its_text(use) is not None


@pytest.mark.parametrize("use", GOOD, ids=repr)
def test_what_is_linear_is_told(use: Use) -> None:
    assert grows_faster_than_its_text(use) is None
