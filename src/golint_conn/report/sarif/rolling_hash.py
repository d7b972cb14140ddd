"""The fingerprint by which GitHub code scanning recognizes an alert after lines have moved.

For each line it is a hash of the first 100 characters from the start of the line, across line ends, in UTF-16 units;
spaces and tabs do not count and every line end is one LF. The hash is a polynomial in 37 modulo 2^64. The end of the
file is a unit of its own, followed by zeros. A counter from the top distinguishes lines with equal hashes. GitHub's own
upload action computes the hash if it is absent and compares it if it is present, so it must match to the bit.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, islice

WINDOW = 100
FACTOR = 37
_END_OF_FILE = 0xFFFF
_MASK = (1 << 64) - 1
_LEAVING = pow(FACTOR, WINDOW, 1 << 64)
_BLANKS = str.maketrans("", "", " \t")
_LINE_FEED = ord("\n")


def line_hashes(data: bytes, lines: Iterable[int]) -> dict[int, str]:
    """Return the fingerprints of lines, counted from 1; a line that the file does not have gets none.

    >>> line_hashes(b"", [1, 2])
    {1: 'c129715d7a2bc9a3:1'}
    """
    units = _units(data)
    wanted = frozenset(lines)
    starts = _line_starts(units, max(wanted, default=0))
    prefixes = _prefix_hashes(units, starts)
    seen: Counter[int] = Counter()
    hashes = {}
    for line, start in enumerate(starts, 1):
        value = (prefixes[start + WINDOW] - prefixes[start] * _LEAVING) & _MASK
        seen[value] += 1
        if line in wanted:
            hashes[line] = f"{value:x}:{seen[value]}"
    return hashes


def _units(data: bytes) -> "array[int]":
    """Return the UTF-16 units that count, followed by the end of the file and zeros for a window at each of them."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)
    units = array("H", text.encode("utf-16-le"))
    if memoryview(b"\x01\x00").cast("H")[0] != 1:
        units.byteswap()
    units.append(_END_OF_FILE)
    units.frombytes(bytes(2 * WINDOW))
    return units


def _line_starts(units: "array[int]", most: int) -> list[int]:
    starts = [0] if most else []
    length = len(units) - WINDOW
    at = 0
    while len(starts) < most:
        try:
            at = units.index(_LINE_FEED, at, length) + 1
        except ValueError:
            break
        starts.append(at)
    return starts


def _prefix_hashes(units: "array[int]", starts: list[int]) -> dict[int, int]:
    """Return the hash of all units before each start and before the end of its window.

    Only these values of the running hash are kept: a list of all of them takes a gigabyte for a file of 20 MB.
    """
    running = accumulate(units, lambda value, unit: (value * FACTOR + unit) & _MASK, initial=0)
    prefixes, passed = {}, 0
    for offset in sorted({*starts, *(start + WINDOW for start in starts)}):
        prefixes[offset] = next(islice(running, offset - passed, None))
        passed = offset + 1
    return prefixes
