"""What the cache holds of a run: plain data without trees."""

from dataclasses import dataclass, field

from golint_conn.finding import Finding, Notice


@dataclass(frozen=True, slots=True)
class PackageOutcome:
    """What the analysis of one package has found, and what it has to say of the run."""

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
class PackageRecord:
    """What the findings of a package rest on: files by path and items by number; `outcome` is as `codec` encodes it."""

    files: tuple[str, ...]
    items: tuple[int, ...]
    outcome: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the cache holds under one key: files by path, items by number, packages by the path of their folder."""

    files: dict[str, FileRecord] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    packages: dict[str, PackageRecord] = field(default_factory=dict)
