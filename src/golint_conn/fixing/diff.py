"""Diffs between files before and after, in the form that `patch` and `git apply` read."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_CONTEXT = 3
_QUOTED = re.compile(rb'[\x00-\x1f\x7f"\\]')
_NO_NEWLINE = b"\n\\ No newline at end of file\n"

Group = Sequence[tuple[str, int, int, int, int]]


def unified(path: str, before: bytes, after: bytes) -> bytes:
    r"""Return the unified diff of one file; empty if nothing differs.

    >>> unified("a.go", b"a\nb\n", b"a\nc\n").decode().splitlines()
    ['--- a/a.go', '+++ b/a.go', '@@ -1,2 +1,2 @@', ' a', '-b', '+c']
    """
    old, new = _lines(before), _lines(after)
    # By default, difflib treats frequent lines, such as a brace, as noise, and shows more than has changed.
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT)
    hunks = b"".join(b"".join(_hunk(group, old, new)) for group in groups)
    return b"--- %s\n+++ %s\n%s" % (_name(f"a/{path}"), _name(f"b/{path}"), hunks) if hunks else b""


def _name(path: str) -> bytes:
    r"""Return a path as it appears in the header of a diff: a line break in a name must not start a new line.

    >>> _name("a/b c.go"), _name("a/é\n.go").decode()
    (b'a/b c.go\t', '"a/é\\012.go"')
    """
    name = path.encode("utf-8", "surrogateescape")
    if _QUOTED.search(name):
        return b'"%s"' % _QUOTED.sub(lambda match: b"\\%03o" % ord(match[0]), name)
    # A tab ends a name that contains spaces.
    return name + b"\t" * (b" " in name)


def _hunk(group: Group, old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[bytes]:
    first, last = group[0], group[-1]
    yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n".encode()
    for tag, old_start, old_end, new_start, new_end in group:
        if tag == "equal":
            yield from (_line(b" ", line) for line in old[old_start:old_end])
            continue
        yield from (_line(b"-", line) for line in old[old_start:old_end])
        yield from (_line(b"+", line) for line in new[new_start:new_end])


def _range(start: int, end: int) -> str:
    """Return a range of lines as in the header of a hunk; an empty one begins on the line before it.

    >>> _range(4, 5), _range(4, 6), _range(4, 4)
    ('5', '5,2', '4,0')
    """
    count = end - start
    return f"{start + 1}" if count == 1 else f"{start + 1 if count else start},{count}"


def _line(mark: bytes, line: bytes) -> bytes:
    return mark + line if line.endswith(b"\n") else mark + line + _NO_NEWLINE


def _lines(data: bytes) -> list[bytes]:
    r"""Return the lines with their ends; only `\n` ends one."""
    parts = data.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
