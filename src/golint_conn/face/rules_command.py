"""The command `rules`: its actions on rule files besides listing rules.

Each action imports what it needs: LibCST takes longer to load than a hook takes for a file.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from golint_conn.face.streams import harmless, say
from golint_conn.finding import shell_word
from golint_conn.report.terminal import visible
from golint_conn.run.check import CLEAN, FAILED, FOUND

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def _new(options: argparse.Namespace) -> int:
    from golint_conn.dev.authoring.place import Place, named  # noqa: PLC0415
    from golint_conn.dev.authoring.rule_files import write_new  # noqa: PLC0415 (see above)
    from golint_conn.dev.authoring.scaffold import scaffold  # noqa: PLC0415

    place = Place(named(options.from_finding)) if options.from_finding is not None else None
    text = scaffold(options.id, options.shape, place)
    path = write_new(options.dir, f"{options.id.replace('-', '_')}.py", text.encode())
    sys.stdout.write(harmless(f"{visible(path)}\n"))
    word = shell_word(path)
    say(f"next steps: golint-conn rules vet {word}, and golint-conn rules test {word}")
    return CLEAN


def _add_example(options: argparse.Namespace) -> int:
    from golint_conn.dev.authoring.examples import add_example  # noqa: PLC0415 (see above)
    from golint_conn.dev.authoring.place import Place, named  # noqa: PLC0415
    from golint_conn.dev.authoring.rule_files import read, write_all  # noqa: PLC0415

    path = options.rule_file
    before = read(path)
    place = Place(named(options.place))
    write_all({path: before}, {path: add_example(path, before, place, options.section, options.want)})
    say(f"{path}: added one {options.section} example; golint-conn rules test {shell_word(path)} tests it")
    return CLEAN


def _vet(options: argparse.Namespace) -> int:
    from golint_conn.dev.authoring.problem import as_json, as_text  # noqa: PLC0415
    from golint_conn.dev.authoring.rule_files import read, rule_files  # noqa: PLC0415 (see above)
    from golint_conn.dev.authoring.vet import vet  # noqa: PLC0415

    files = rule_files(options.paths)
    problems = [problem for path in files for problem in vet(path, read(path))]
    sys.stdout.write(harmless({"json": as_json, "text": as_text}[options.output_format](problems)))
    if options.output_format == "text":
        say(f"{_count(len(problems), 'problem')} in {_count(len(files), 'rule file')}")
    return FOUND if problems else CLEAN


def _migrate(options: argparse.Namespace) -> int:
    from golint_conn.dev.authoring.migrate import migrated  # noqa: PLC0415
    from golint_conn.dev.authoring.problem import as_text  # noqa: PLC0415
    from golint_conn.dev.authoring.rule_files import read, rule_files, write_all  # noqa: PLC0415 (see above)
    from golint_conn.fixing.diff import unified  # noqa: PLC0415

    before = {path: read(path) for path in rule_files(options.paths)}
    after = {path: migrated(path, data) for path, data in before.items()}
    problems = [problem for each in after.values() for problem in each.problems]
    if problems:
        sys.stdout.write(harmless(as_text(problems)))
        say("nothing was written")
        return FAILED
    changed = {path: each.data for path, each in after.items() if each.data != before[path]}
    if options.diff:
        sys.stdout.flush()
        for path, data in changed.items():
            sys.stdout.buffer.write(unified(path, before[path], data))
        sys.stdout.buffer.flush()
        say(f"{_count(len(changed), 'rule file')} would change")
        return FOUND if changed else CLEAN
    write_all(before, changed)
    say(f"{_count(len(changed), 'rule file')} changed, {len(before) - len(changed)} unchanged")
    return CLEAN


def _test(options: argparse.Namespace) -> int:
    from golint_conn.dev.authoring.rule_files import read, rule_files  # noqa: PLC0415 (see above)
    from golint_conn.dev.selftest import broken_promises  # noqa: PLC0415

    files = rule_files(options.paths)
    broken = [promise for path in files for promise in broken_promises(path, read(path))]
    sys.stdout.write(harmless("".join(f"{visible(promise)}\n" for promise in broken)))
    say(f"{_count(len(broken), 'broken promise')} in {_count(len(files), 'rule file')}")
    return FOUND if broken else CLEAN


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _trust(options: argparse.Namespace) -> int:
    from golint_conn.face.trust_command import ACTIONS as ABOUT_TRUST  # noqa: PLC0415

    return ABOUT_TRUST[options.action](options)


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "add-example": _add_example,
    "migrate": _migrate,
    "new": _new,
    "test": _test,
    "trust": _trust,
    "trusted": _trust,
    "untrust": _trust,
    "vet": _vet,
}
"""What each action does; it returns an exit code."""
