"""The inspection of a whole file: its bytes, its structure, then its content."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice

from golint_conn.report.upload.runs import inspect_runs
from golint_conn.report.upload.structure import breaches
from golint_conn.report.upload.upload_problem import Effect, Problem

LARGEST_UPLOAD = 10_000_000
"""How many bytes of a compressed log GitHub accepts."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MOST_BREACHES = 100


def inspect(data: bytes, root: str | None = None) -> list[Problem]:
    """Return what GitHub will do with a log, given as its bytes; `root` is its work tree, if known."""
    problems = list(_bytes(data))
    try:
        document = json.loads(data.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError) as error:
        return [*problems, Problem(Effect.REJECTED, f"this is not JSON: {error}")]
    broken = [
        Problem(Effect.REJECTED, f"against the JSON schema: {said}", where)
        for where, said in islice(breaches(document), _MOST_BREACHES)
    ]
    # The content of a log with a broken structure cannot be trusted.
    problems += broken or inspect_runs(document, root)
    order = list(Effect)
    return sorted(problems, key=lambda problem: order.index(problem.effect))


def _bytes(data: bytes) -> Iterator[Problem]:
    if data.startswith(_BYTE_ORDER_MARK):
        yield Problem(Effect.REJECTED, "the file begins with a byte order mark, which JSON does not allow")
    if len(data) > LARGEST_UPLOAD:
        size = len(gzip.compress(data, compresslevel=6))
        if size > LARGEST_UPLOAD:
            yield Problem(Effect.REJECTED, f"the compressed log has {size:,} bytes; GitHub accepts {LARGEST_UPLOAD:,}")
