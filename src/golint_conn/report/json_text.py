"""JSON text that is safe to print and valid everywhere."""

import json
import re

# These occur in JSON text only inside strings. A terminal obeys C1 controls, bidirectional overrides reorder what
# people read, and half of a surrogate pair (a byte of a path that is not UTF-8) makes strict readers reject the
# document.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def dump(value: object, *, indent: int | None = None) -> str:
    r"""Return a value as JSON text with a newline at the end, compact unless `indent` is given.

    >>> dump({"path": "é\udce9", "message": "\x9b31m"})
    '{"path":"é\ufffd","message":"\\u009b31m"}\n'
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, ensure_ascii=False, separators=separators, indent=indent)
    return _UNSAFE.sub(_escape, text) + "\n"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"  # noqa: PLR2004
