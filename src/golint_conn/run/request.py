"""What a face requests: one frozen value, the same for the command line, an editor and a hook."""

import os
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from golint_conn.finding import Severity

ALL_PACKAGES = "./..."


class Level(Enum):
    """Which findings are shown.

    DEFAULT: those of high and medium confidence. AUDIT: also those of low confidence. PEDANTIC: all, also those that
    are right but rarely matter.
    """

    DEFAULT = "default"
    AUDIT = "audit"
    PEDANTIC = "pedantic"


class UsageError(Exception):
    """A request that cannot be carried out; `messages` holds every reason, not only the first."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """One run to make; a field that is None leaves the decision to the configuration file, then to the default.

    `paths` are files, folders and `...` patterns, relative to `cwd`. With `stdin_filename` that is the only file, and
    `stdin` holds its bytes. `force_exclude` applies the configured excludes to files and folders that are named
    explicitly. `hook` makes it the run of a git hook, which module `hook` describes. With `touching` only files are
    named, and what touches them is reported as in a hook, no matter what git tracks. With `alone` the run looks only at
    the files that the paths mean, which is fast and misses what other files cause in them. `config_file` replaces the
    search for a configuration file; with `use_config` false none is read. `new_from_rev` and `new_from_merge_base` name
    a revision whose findings are suppressed, and `baseline` a file of such findings; `show_suppressed` shows suppressed
    findings too. `today` is the day, as YYYY-MM-DD, on which directives are evaluated. `rules_dirs` are folders of rule
    files and `plugins` names of installed rules, to use in addition to those of the configuration; naming one here is
    consent. `models` are files of library models and kinds of obligations; without `with_pins` no pinned contracts are
    read. Without `cache` nothing of earlier runs is used or kept; `cache_dir` is its folder, the user's if it is empty.
    With `writes` the findings will change files, so none of them comes from the cache.
    """

    cwd: str = field(default_factory=os.getcwd)
    paths: tuple[str, ...] = (ALL_PACKAGES,)
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    level: Level | None = None
    fail_on: Severity | None = None
    workers: int | None = None
    output_format: tuple[str, ...] | None = None
    color: str | None = None
    stdin_filename: str | None = None
    stdin: bytes = field(default=b"", repr=False)
    force_exclude: bool = False
    hook: bool = False
    touching: bool = False
    alone: bool = False
    config_file: str | None = None
    use_config: bool = True
    baseline: str | None = None
    new_from_rev: str | None = None
    new_from_merge_base: str | None = None
    show_suppressed: bool = False
    today: str | None = None
    rules_dirs: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    with_pins: bool = True
    cache: bool = True
    cache_dir: str = ""
    writes: bool = False

    @property
    def is_comparing(self) -> bool:
        """Whether the findings of an older revision are suppressed."""
        return self.new_from_rev is not None or self.new_from_merge_base is not None

    def __post_init__(self) -> None:
        if not Path(self.cwd).is_absolute():
            message = f"the working directory {self.cwd!r} is not absolute"
            raise ValueError(message)
        if self.workers is not None and self.workers < 1:
            message = f"the number of workers must be at least 1, not {self.workers}"
            raise ValueError(message)
