"""`golint-conn infer`: the ownership contracts of a module, for people to read and to pin."""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path

from golint_conn.face.progress import progress_bar
from golint_conn.face.request_builder import request_of
from golint_conn.face.streams import print_notices, say
from golint_conn.report.totals import counted
from golint_conn.run.check import CLEAN
from golint_conn.run.config.resolved import settings_of
from golint_conn.run.infer import infer
from golint_conn.run.result import RunResult
from golint_conn.source.writer import write_whole

_HEAD = """\
# Ownership contracts, derived from the code by golint-conn infer: review them before you rely on them.
# To check the code against them, name this file in .golint-conn.toml: pinned = ["{name}"]
"""


def run(options: argparse.Namespace) -> int:
    """Print or write the contracts; raise UsageError or OSError if that fails."""
    request = request_of(options, with_pins=False)
    settings = settings_of(request)
    with progress_bar(quiet=options.quiet) or nullcontext() as bar:
        found = infer(request, settings, bar)
    print_notices(RunResult(request.cwd, (), tuple(found.notices), ()), request.cwd, quiet=options.quiet)
    name = Path(options.write or "models.toml").name
    text = f"{_HEAD.format(name=name)}\n{found.text}"
    if options.write is None:
        sys.stdout.write(text)
    else:
        write_whole(options.write, text.encode())
        say(f"{counted(found.count, 'contract')} written to {options.write}")
    return CLEAN
