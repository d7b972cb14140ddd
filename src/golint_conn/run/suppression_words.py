"""The words that every file with a directive holds one of: most files hold none, so they need no parser."""

MARKER = b"golint-conn:ignore"
"""The bytes that every file with a directive of ours holds."""

_WORDS = (MARKER, b"nolint", b"#nosec", b"gosec:disable", b"lint:ignore", b"lint:file-ignore", b"bodyclose:handled")


def mentions(data: bytes) -> bool:
    """Return whether a file can hold a directive, ours or that of another linter, judging by its bytes alone."""
    return any(word in data for word in _WORDS)
