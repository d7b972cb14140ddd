"""What the cache holds of a run: plain data without trees."""

from dataclasses import dataclass, field

from golint_conn.finding import Finding, Notice


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What the analysis of one file has found, here or elsewhere, and what it has to say of the run."""

    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when it was read; module `stat` makes the first three and compares them with a file.

    `mtime_ns` is when it was changed last, in nanoseconds since 1970; 0 where that cannot tell it from a file that is
    changed later. `size` is in bytes, `digest` the BLAKE2b of the content in `DIGEST_BYTES` bytes. `passes` says
    whether the pre-filter lets it through, and `directed` whether it holds directives of ours.
    """

    mtime_ns: int
    size: int
    inode: int
    digest: bytes
    passes: bool
    directed: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A question that findings rest on, with its arguments and the digest of the answer when it was last asked."""

    kind: str
    arguments: tuple[str, ...]
    answer: bytes


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What came of the analysis of a file, as `codec` encodes it, and the items that it rests on, by number."""

    items: tuple[int, ...]
    outcome: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the cache holds under one key: files by path, items by number, analyses by the path of their file."""

    files: dict[str, FileRecord] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    checks: dict[str, CheckRecord] = field(default_factory=dict)
