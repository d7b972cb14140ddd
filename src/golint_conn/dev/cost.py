"""The cost of the path search: the time of each stage, and the number of states that searches visit.

    python -m golint_conn.dev.cost DIR...

prints for each folder the time of the flow stage relative to parsing, measured in the same run, and the states per
search. One process, no cache.
"""

from __future__ import annotations

import sys
from statistics import median, quantiles

from golint_conn.rule.checking.checker import Checker
from golint_conn.rule.checking.prefilter import Prefilter
from golint_conn.rule.loading.registry import load_rules
from golint_conn.run.config.settings import load_settings
from golint_conn.run.plan import Plan
from golint_conn.run.request import CheckRequest
from golint_conn.source import Reader


def cost(folder: str) -> str:
    """Return one line of figures about the Go files below a folder."""
    rules = load_rules()
    request = CheckRequest(cwd=folder, paths=(".",), use_config=False, cache=False)
    reader, wants = Reader(folder), Prefilter([rule.terms for rule in rules]).wants
    files = Plan(request, load_settings(request, tuple(rule.info for rule in rules))).discovery.files
    passing = [path for path in files if wants(reader.read(path))]
    checker = Checker(reader, rules)
    checked = checker.check(passing)
    seconds = checked.stage_seconds
    states = sorted(each for build in checker.builds for each in build.engine.searches) or [0]
    tail = quantiles(states, n=20)[-1] if len(states) > 1 else states[0]
    capped = sum(notice.message.startswith("too many paths") for notice in checked.notices)
    return (
        f"{folder}: {len(files):,} files, {checked.files_parsed:,} parsed, "
        f"flow {seconds['flow'] / seconds['parse']:.2f} and other rules {seconds['rules'] / seconds['parse']:.2f} "
        f"times parsing; {len(states):,} searches, states: median {median(states):.0f}, "
        f"95th percentile {tail:.0f}, most {states[-1]:,}; {capped} given up"
    )


def main() -> int:
    """Print the figures of the folders on the command line."""
    for folder in sys.argv[1:]:
        print(cost(folder.rstrip("/")))  # noqa: T201 - what this program is for
    return 0


if __name__ == "__main__":
    sys.exit(main())
