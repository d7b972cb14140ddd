"""The truth about types: what go/types says about the call expressions in Go's own source tree.

A small Go program, tests/go/typetruth, type-checks packages; this module runs it, remembers its answers between runs
and draws samples. A sample is the same on every machine: whether it includes a site depends on the place of the site
and the seed, so that a larger sample contains the smaller one and another package changes nothing.
"""

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.go_tool import CACHE, ROOT, go_version, goroot, run_go

PROGRAM = ROOT / "tests" / "go" / "typetruth" / "main.go"

CalleeKind = Literal["conversion", "builtin", "func", "method", "value"]


@dataclass(frozen=True, slots=True)
class CallSite:
    """A call expression in Go's source: `file` below GOROOT/src, half-open byte offsets, its type in canonical text."""

    file: str
    start: int
    end: int
    type: str
    callee_kind: CalleeKind

    @property
    def package(self) -> str:
        """The folder of the file below GOROOT/src."""
        return self.file.rpartition("/")[0]

    @property
    def path(self) -> Path:
        """The file on this machine."""
        return goroot() / "src" / self.file

    @property
    def source(self) -> str:
        """The text of the call."""
        return self.path.read_bytes()[self.start : self.end].decode()

    def __str__(self) -> str:
        return f"{self.file}:#{self.start},#{self.end}"


def packages(*patterns: str) -> tuple[str, ...]:
    """Return the package folders below GOROOT/src that patterns such as `net/http` and `cmd/go/internal/...` name."""
    return tuple(dict.fromkeys(package for pattern in patterns for package in _matches(pattern)))


def call_sites(*patterns: str) -> tuple[CallSite, ...]:
    """Return every call in the non-test files of the packages that the patterns name, in the order of the source."""
    return tuple(CallSite(**json.loads(line)) for line in _truth(packages(*patterns)).splitlines())


def sample(*patterns: str, per_package: int, seed: str = "") -> tuple[CallSite, ...]:
    """Return up to `per_package` calls of each package, always the same ones for the same seed."""
    sites = defaultdict(list)
    for site in call_sites(*patterns):
        sites[site.package].append(site)
    return tuple(drawn for package in sites for drawn in sorted(_lowest(sites[package], per_package, seed), key=_place))


def _lowest(sites: Iterable[CallSite], count: int, seed: str) -> list[CallSite]:
    return sorted(sites, key=lambda site: hashlib.sha256(f"{seed} {site}".encode()).digest())[:count]


def _place(site: CallSite) -> tuple[str, int, int]:
    return site.file, site.start, site.end


def _matches(pattern: str) -> Iterator[str]:
    source = goroot() / "src"
    if not pattern.endswith("/..."):
        yield pattern
        return
    for folder, below, files in os.walk(source / pattern.removesuffix("/...")):
        below[:] = sorted(name for name in below if name not in {"testdata", "vendor"} and name[0] not in "._")
        if any(name.endswith(".go") and not name.endswith("_test.go") for name in files):
            yield Path(folder).relative_to(source).as_posix()


def _truth(directories: tuple[str, ...]) -> str:
    key = hashlib.sha256("\0".join((PROGRAM.read_text(encoding="utf-8"), *directories)).encode()).hexdigest()[:16]
    cached = CACHE / "typetruth" / go_version() / f"{key}.jsonl"
    if not cached.exists():
        ran = run_go("run", str(PROGRAM), "-goroot", str(goroot()), *directories, cwd=PROGRAM.parent)
        assert ran.returncode == 0, ran.stderr
        cached.parent.mkdir(parents=True, exist_ok=True)
        # Several test processes may get here at once: each writes its own file, and the last one stays.
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=cached.parent, delete=False) as fresh:
            fresh.write(ran.stdout)
        Path(fresh.name).replace(cached)
    return cached.read_text(encoding="utf-8")
