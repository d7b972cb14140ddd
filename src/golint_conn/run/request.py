"""What a face asks for: one frozen value, the same for the command line, an editor and a hook."""

import os
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from golint_conn.finding import Severity

ALL_PACKAGES = "./..."


class Level(Enum):
    """Which findings are shown.

    DEFAULT: those of high and medium confidence. AUDIT: those of low confidence too. PEDANTIC: all, and also what is
    right but rarely matters.
    """

    DEFAULT = "default"
    AUDIT = "audit"
    PEDANTIC = "pedantic"


class UsageError(Exception):
    """What was asked for cannot be done as asked; `messages` holds every reason, not only the first."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """One run to make; a field that is None leaves the matter to the configuration file, then to the default.

    `paths` are files, folders and `...` patterns, relative to `cwd`. With `stdin_filename` the only file is that one,
    and `stdin` holds its bytes. `force_exclude` applies the configured excludes to files and folders named outright.
    `hook` makes it the run of a git hook, which module `hook` describes; with `touching` only files are named, and what
    touches them is reported as in a hook, whatever git tracks. With `alone` no other file is looked at than those that
    the paths mean, which is fast and leaves out what others bring about in them. `config_file` replaces the search for
    a configuration file; `use_config` false reads none. `new_from_rev` and `new_from_merge_base` name a revision whose
    findings are held back, and `baseline` a file of such findings; with `show_suppressed` what is held back is shown
    too. `today` is the day, as YYYY-MM-DD, on which directives are judged. `rules_dirs` are folders of rule files and
    `plugins` names of installed rules, to use beside those that the configuration names; to name one here is consent.
    `models` are files of library models and kinds of obligations; without `with_pins` no pinned contracts are read.
    Without `cache` nothing of earlier runs is used or kept; `cache_dir` is its folder, the user's where it is empty.
    With `writes` files will be changed by what is found, and so nothing that is found comes from the cache.
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
        """Whether what an older revision had already is held back."""
        return self.new_from_rev is not None or self.new_from_merge_base is not None

    def __post_init__(self) -> None:
        if not Path(self.cwd).is_absolute():
            message = f"the working directory {self.cwd!r} is not absolute"
            raise ValueError(message)
        if self.workers is not None and self.workers < 1:
            message = f"{self.workers} workers cannot work; at least 1 is needed"
            raise ValueError(message)
