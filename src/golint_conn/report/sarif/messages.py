"""Text in SARIF's form: full sentences, links to related locations, and Markdown without hard line wraps."""

import re

LONGEST_DESCRIPTION = 1024

_LINK = re.compile(r"\[([^\[\]]*)\](?=\()")
_BRACKET = re.compile(r"([\[\]\\])")
_SENTENCE_END = re.compile(r"[.!?][\"'`)\]*]*$")
_ORDINARY_WORD = re.compile(r"[a-z]+(?=[\s,]|$)")
_FENCE = re.compile(r"\s*(```|~~~)")
_OWN_LINE = re.compile(r"\s*(#|>|\||[-*+]\s|\d+[.)]\s)")
_NOT_JOINED_TO = re.compile(r"\s*(#|\|)")


def sentence(text: str) -> str:
    r"""Return a text as a full sentence on one line; a word that may be a name in the code keeps its first letter.

    >>> sentence("the body is\nnot closed"), sentence("Really?"), sentence("http.Get has none"), sentence("")
    ('The body is not closed.', 'Really?', 'http.Get has none.', '')
    """
    line = " ".join(text.split())
    if _ORDINARY_WORD.match(line):
        line = line[0].upper() + line[1:]
    return line if not line or _SENTENCE_END.search(line) else line + "."


def plain(text: str) -> str:
    r"""Return a text in which nothing reads as a link to a location.

    >>> print(plain("calls f[int](1) with []byte"))
    calls f\[int\](1) with []byte
    """
    return _LINK.sub(r"\\[\1\\]", text)


def link(text: str, location_id: int) -> str:
    r"""Return a text as a link to the related location with that id.

    >>> print(link("a[0] is kept", 2))
    [a\[0\] is kept](2)
    """
    line = _BRACKET.sub(r"\\\1", " ".join(text.split()))
    return f"[{line}]({location_id})"


def description(text: str) -> str:
    """Return a text as a description: one paragraph of full sentences, cut to the length that GitHub allows."""
    line = sentence(text)
    if len(line) <= LONGEST_DESCRIPTION:
        return line
    return line[: LONGEST_DESCRIPTION - 2].rsplit(" ", 1)[0].rstrip(",;:.") + "…."


def unwrapped(markdown: str) -> str:
    r"""Return Markdown with each paragraph and list item on one line; GitHub shows a hard wrap as a line break.

    >>> unwrapped("One\ntwo.\n\n- a\n  b\n- c\n```go\nx :=\n  1\n```\nEnd\nhere.")
    'One two.\n\n- a b\n- c\n```go\nx :=\n  1\n```\nEnd here.'
    """
    lines: list[str] = []
    in_code, joinable = False, False
    for line in markdown.strip().splitlines():
        fence = bool(_FENCE.match(line))
        if in_code or fence:
            lines.append(line)
            in_code, joinable = in_code is not fence, False
            continue
        if joinable and line.strip() and not _OWN_LINE.match(line):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.rstrip())
        joinable = bool(line.strip()) and not _NOT_JOINED_TO.match(line)
    return "\n".join(lines)
