"""The words of which every file with a directive holds one: most files hold none, and need no parser to tell."""

MARKER = b"golint-conn:ignore"
"""The bytes of which every file with a directive of ours holds some."""

_WORDS = (MARKER, b"nolint", b"#nosec", b"gosec:disable", b"lint:ignore", b"lint:file-ignore", b"bodyclose:handled")


def mentions(data: bytes) -> bool:
    """Return whether a file can hold a directive, ours or that of another linter, told from its bytes alone."""
    return any(word in data for word in _WORDS)
