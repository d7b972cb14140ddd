"""Digests: a few bytes that identify a content of any length."""

from hashlib import blake2b

DIGEST_BYTES = 16
"""The length of a digest in bytes."""


def digest(*parts: bytes) -> bytes:
    """Return a 16-byte digest of some byte strings; the length of each counts."""
    made = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        made.update(len(part).to_bytes(8, "little"))
        made.update(part)
    return made.digest()
