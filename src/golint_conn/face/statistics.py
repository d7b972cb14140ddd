"""The output of `--statistics`: how many findings there are in how many files, and where the time went."""

import sys
from collections import Counter
from collections.abc import Iterator

from golint_conn.run.result import RunResult

_MEGABYTE = 1_000_000


def statistics_lines(result: RunResult) -> Iterator[str]:
    """Yield the lines: counts per rule, amounts, and the share of each stage in the time of all processes."""
    numbers = result.statistics
    counts = Counter(finding.rule for finding in result.findings)
    width = max(map(len, counts), default=0)
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{rule:<{width}}  {count:>6,}"
    yield f"findings: {len(result.findings):,}, notices: {len(result.notices):,}"
    beside = f", {numbers.files_beside:,} more looked at for them" if numbers.files_beside else ""
    yield f"files: {numbers.files_found:,} found{beside}, {numbers.files_parsed:,} parsed"
    yield f"bytes: {_megabytes(numbers.bytes_read)} read, {_megabytes(numbers.bytes_parsed)} parsed"
    yield f"time: {numbers.wall_seconds:.2f} s in {numbers.processes} {_noun(numbers.processes)}"
    total = sum(numbers.stage_seconds.values())
    for stage, seconds in numbers.stage_seconds.items():
        yield f"  {stage:<12} {seconds:>8.3f} s {seconds / total if total else 0:>6.1%}"
    peak = peak_memory()
    if peak:
        yield f"memory: {_megabytes(peak)} at the peak of the largest process"


def peak_memory() -> int:
    """Return the peak memory, in bytes, of the largest of this process and its children; 0 if unknown."""
    try:
        import resource  # noqa: PLC0415 (there is none on Windows)
    except ImportError:
        return 0
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return largest if sys.platform == "darwin" else largest * 1024


def _megabytes(number: int) -> str:
    return f"{number / _MEGABYTE:,.1f} MB"


def _noun(processes: int) -> str:
    return "process" if processes == 1 else "processes"
