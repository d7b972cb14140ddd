"""Digests: few bytes that stand for many."""

from hashlib import blake2b

DIGEST_BYTES = 16
"""How many bytes stand for any number of them."""


def digest(*parts: bytes) -> bytes:
    """Return 16 bytes that stand for some bytes, each with its length."""
    made = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        made.update(len(part).to_bytes(8, "little"))
        made.update(part)
    return made.digest()
