"""What the cache holds of a run: plain data without trees."""

from dataclasses import dataclass, field

from golint_conn.finding import Finding, Notice


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What the analysis of one file found, there or elsewhere, and its notices about the run."""

    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when it was read; module `stat` makes the first three fields and compares them with a file.

    `mtime_ns` is the time of its last change, in nanoseconds since 1970; 0 if that cannot distinguish it from a file
    that changes later. `size` is in bytes, `digest` is the BLAKE2b of the content in `DIGEST_BYTES` bytes. `passes`
    says whether it passes the pre-filter, and `directed` whether it holds our own directives.
    """

    mtime_ns: int
    size: int
    inode: int
    digest: bytes
    passes: bool
    directed: bool


@dataclass(frozen=True, slots=True)
class RecordedInput:
    """A question that findings depend on, with its arguments and the digest of its last answer."""

    kind: str
    arguments: tuple[str, ...]
    answer: bytes


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """The result of analyzing a file, as `codec` encodes it, and the inputs that it depends on, by number."""

    inputs: tuple[int, ...]
    outcome: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that the cache holds under one key: files by path, inputs by number, results by path."""

    files: dict[str, FileRecord] = field(default_factory=dict)
    inputs: dict[int, RecordedInput] = field(default_factory=dict)
    checks: dict[str, CheckRecord] = field(default_factory=dict)
