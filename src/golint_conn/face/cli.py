"""The command line. It decides nothing: it turns arguments into a request, and a result into reports.

Findings go to standard output, everything else to standard error. Modules that only some commands need are imported by
those commands, because a hook starts this program for a single file.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn import __version__
from golint_conn.face.arguments import PROGRAM, build_parser, terminal_width
from golint_conn.face.cache_command import run_cache
from golint_conn.face.request_builder import request_of
from golint_conn.face.server_command import run_server
from golint_conn.face.streams import harmless, print_notices, reader_left, say, traceback_of
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.run.check import CLEAN, FAILED, FOUND, check, exit_code
from golint_conn.run.config.resolved import rule_infos, settings_of, sources_of
from golint_conn.run.config.settings import Settings
from golint_conn.run.files.hook import is_narrow
from golint_conn.run.git.ignored import work_tree
from golint_conn.run.plan import Plan
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.run.result import RunResult
from golint_conn.run.work.garbage import collect_seldom

if TYPE_CHECKING:
    from golint_conn.face.output import Target
    from golint_conn.fixing import Fixed

INTERRUPTED = 130

# These formats include notices. On standard output they are left out: a program that reads it wants only findings.
_FOR_PEOPLE = frozenset({"text", "concise"})


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal cannot encode must not stop a report.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    if "_ARGCOMPLETE" in os.environ:
        from golint_conn.face.completion import complete  # noqa: PLC0415 (see above)

        complete(build_parser())
    words = sys.argv[1:] if arguments is None else arguments
    options = build_parser(next(iter(words), "")).parse(words)
    try:
        code = _COMMANDS[options.command](options)
        sys.stdout.flush()
    except UsageError as error:
        for message in error.messages:
            say(f"{PROGRAM}: {message}")
        code = FAILED
    except BrokenPipeError:
        reader_left()
        code = CLEAN
    except OSError as error:
        say(f"{PROGRAM}: {error}")
        code = FAILED
    except KeyboardInterrupt:
        say(f"{PROGRAM}: interrupted")
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 (Python's own exit code would be 1, which means findings)
        say(f"{PROGRAM}: this is a bug in {PROGRAM}; nothing was checked\n{traceback_of(error)}")
        code = FAILED
    return code


def _check(options: argparse.Namespace) -> int:
    collect_seldom()
    request = _request(options)
    settings = settings_of(request)
    if options.watch:
        from golint_conn.face.watch import watch  # noqa: PLC0415 (see above)

        return watch(options, request, settings)
    if options.show_settings:
        return _print(harmless("".join(f"{line}\n" for line in settings.lines())))
    if options.show_files:
        return _show_files(request, settings, quiet=options.quiet)
    from golint_conn.face.output import parse_targets, to_standard_output  # noqa: PLC0415 (see above)
    from golint_conn.face.progress import progress_bar  # noqa: PLC0415
    from golint_conn.report import FORMATS, render  # noqa: PLC0415

    origin = "--output-format" if options.output_format else f"{settings.origins.get('output_format')}: output-format"
    within = None if options.output_format else work_tree(request.cwd) or request.cwd
    targets = parse_targets(settings.output_format, FORMATS, request.cwd, origin, within)
    if is_narrow(request):
        targets = to_standard_output(targets, origin)
    if options.stdin_filename is not None:
        request = replace(request, stdin=sys.stdin.buffer.read())
    with progress_bar(quiet=options.quiet) or nullcontext() as bar:
        result = check(request, bar, settings=settings)
        if options.fix or options.diff:
            from golint_conn.face.fix_options import fixed, written  # noqa: PLC0415

            changes = fixed(request, result, settings, bar, unsafe=options.unsafe_fixes)
            result = changes.result if options.diff else written(changes, request, settings)
        if options.add_ignores:
            from golint_conn.face.ignores import add_ignores  # noqa: PLC0415

            said, notices = add_ignores(result, options.reason)
            say(said)
            again = check(request, bar, settings=settings)
            result = replace(again, notices=(*again.notices, *notices))
    print_notices(result, request.cwd, quiet=options.quiet)
    if options.diff:
        return _diff(changes, request.cwd, quiet=options.quiet, exit_zero=options.exit_zero)
    code = exit_code(result, settings.fail_on)
    if options.exit_zero and code == FOUND:
        code = CLEAN
    show = partial(render, cwd=request.cwd, category=options.sarif_category)
    if not _write_reports(result, targets, show, settings.color):
        code = FAILED
    if options.statistics:
        from golint_conn.face.statistics import statistics_lines  # noqa: PLC0415

        say("\n".join(statistics_lines(result)))
    return code


def _diff(changes: "Fixed", cwd: str, *, quiet: bool, exit_zero: bool) -> int:
    """Print what would be fixed; the exit code says whether anything would."""
    from golint_conn.face.fix_options import difference, told  # noqa: PLC0415

    text = difference(changes, cwd)
    sys.stdout.flush()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
    if not quiet:
        say(told(changes))
    if changes.result.crashed:
        return FAILED
    return FOUND if text and not exit_zero else CLEAN


def _write_reports(result: RunResult, targets: Iterable["Target"], show: Callable[..., str], color: str) -> bool:
    """Write the reports of a run, as `show` renders them; return whether all could be written."""
    from golint_conn.face.output import use_color, write  # noqa: PLC0415

    complete = True
    for target in targets:
        wanted = color == "always" if target.is_file else use_color(color, sys.stdout, os.environ)
        shown = replace(result, notices=()) if not target.is_file and target.format in _FOR_PEOPLE else result
        width = 0 if target.is_file else terminal_width()
        try:
            write(target, show(shown, target.format, color=wanted, width=width))
        except BrokenPipeError:
            # The reader has closed the pipe; the findings stay the same.
            reader_left()
        except OSError as error:
            place = target.path if target.is_file else "standard output"
            say(f"{PROGRAM}: {place}: {error.strerror}")
            complete = False
    return complete


def _request(options: argparse.Namespace) -> CheckRequest:
    """Return the request of the options; raise UsageError if they contradict each other."""
    paths = tuple(options.paths)
    if options.stdin_filename is not None and paths not in {(), ("-",)}:
        message = "--stdin-filename names the only file; no other path can be given"
        raise UsageError(message)
    # A hook passes only names, and one of them may be this.
    if options.stdin_filename is None and "-" in paths and not options.hook:
        message = "- is standard input, which needs --stdin-filename to say which package it belongs to; ./- is a file"
        raise UsageError(message)
    if options.stdin_filename is not None and options.fix and not options.diff:
        message = "standard input cannot be fixed in place; --diff shows what would change"
        raise UsageError(message)
    if options.hook and options.stdin_filename is not None:
        message = "--hook checks files as they will be committed, not standard input"
        raise UsageError(message)
    if options.diff and (options.output_format or options.add_ignores):
        message = (
            "--diff prints a diff and does nothing else; it cannot be combined with --output-format or --add-ignores"
        )
        raise UsageError(message)
    _refuse_ignores(options)
    # The program that reads a diff writes the files.
    return request_of(options, writes=options.fix or options.diff or options.add_ignores)


def _refuse_ignores(options: argparse.Namespace) -> None:
    """Raise UsageError if directives cannot be added as requested."""
    if not options.add_ignores:
        if options.reason is not None:
            message = "--reason is the text that --add-ignores writes; it needs --add-ignores"
            raise UsageError(message)
        return
    if not (options.reason or "").strip():
        message = "--add-ignores needs a --reason, which is written into each directive"
        raise UsageError(message)
    if options.fix or options.unsafe_fixes or options.diff or options.stdin_filename is not None:
        message = "--add-ignores cannot be combined with --fix, --unsafe-fixes, --diff or --stdin-filename"
        raise UsageError(message)


def _baseline(options: argparse.Namespace) -> int:
    from golint_conn.face.baseline_command import create, show, update  # noqa: PLC0415
    from golint_conn.face.progress import progress_bar  # noqa: PLC0415

    request = request_of(options)
    settings = settings_of(request)
    if options.accept_new and options.action != "update":
        message = "--accept-new works only with baseline update"
        raise UsageError(message)
    with progress_bar(quiet=options.quiet) or nullcontext() as bar:
        match options.action:
            case "create":
                answer = create(request, settings, bar)
            case "update":
                answer = update(request, settings, bar, accept_new=options.accept_new)
            case _:
                answer = show(request, settings)
    if answer.result is not None:
        print_notices(answer.result, request.cwd, quiet=options.quiet)
    _print(harmless(answer.text))
    return FAILED if answer.result is not None and answer.result.crashed else CLEAN


def _ignores(options: argparse.Namespace) -> int:
    from golint_conn.face.ignores import ignores  # noqa: PLC0415

    request = request_of(options, output_format=None)
    return _print(harmless(ignores(request, settings_of(request), options.output_format)))


def _infer(options: argparse.Namespace) -> int:
    from golint_conn.face.infer_command import run  # noqa: PLC0415

    return run(options)


def _show_files(request: CheckRequest, settings: Settings, *, quiet: bool) -> int:
    discovery = Plan(request, settings).discovery
    result = RunResult(request.cwd, (), discovery.notices, ())
    print_notices(result, request.cwd, quiet=quiet)
    from golint_conn.report.terminal import visible  # noqa: PLC0415 (see above)
    from golint_conn.report.view import as_path  # noqa: PLC0415

    names = (as_path(os.path.relpath(path, request.cwd)) for path in discovery.files)
    return _print("".join(f"{visible(name)}\n" for name in names))


def _rule(options: argparse.Namespace) -> int:
    from golint_conn.face.explain import find_rule, print_rule  # noqa: PLC0415
    from golint_conn.face.output import use_color  # noqa: PLC0415

    print_rule(find_rule(_infos(options), options.id), styled=use_color(options.color, sys.stdout, os.environ))
    return CLEAN


def _rules(options: argparse.Namespace) -> int:
    if options.action is not None:
        from golint_conn.face.rules_command import ACTIONS  # noqa: PLC0415

        return ACTIONS[options.action](options)
    from golint_conn.face.explain import rules_json, rules_text  # noqa: PLC0415

    return _print({"json": rules_json, "text": rules_text}[options.output_format](_infos(options)))


def _infos(options: argparse.Namespace) -> tuple[RuleInfo, ...]:
    """Return the descriptions of the rules that a run here would use, and report those that it would not."""
    request = request_of(options, output_format=None)
    sources = sources_of(request)
    if sources.declared is not None and sources.declared.faults:
        raise UsageError(*sources.declared.faults)
    print_notices(RunResult(request.cwd, (), sources.notices, ()), request.cwd, quiet=False)
    return rule_infos(sources)


def _show(options: argparse.Namespace) -> int:
    from golint_conn.dev.dump import dump  # noqa: PLC0415

    try:
        return _print(harmless(dump(options.kind, os.path.realpath(options.file))))
    except OSError as error:
        message = f"{options.file}: {error.strerror}"
        raise UsageError(message) from error


def _why(options: argparse.Namespace) -> int:
    from golint_conn.face.output import use_color  # noqa: PLC0415
    from golint_conn.face.why_command import question, why  # noqa: PLC0415
    from golint_conn.report.view import View  # noqa: PLC0415

    asked = question(options.place)
    request = request_of(options, paths=(asked.path,))
    settings = settings_of(request)
    color = use_color(options.color or settings.color, sys.stdout, os.environ)
    view = partial(View, cwd=request.cwd, color=color, width=terminal_width())
    return _print(why(asked, request, settings, view))


def _sarif_check(options: argparse.Namespace) -> int:
    from golint_conn.face.upload import read_log, report  # noqa: PLC0415
    from golint_conn.report.upload import inspect  # noqa: PLC0415

    problems = inspect(read_log(options.file), work_tree(str(Path.cwd())))
    _print(harmless(report(problems, options.file, options.output_format)))
    return FOUND if problems else CLEAN


def _completion(options: argparse.Namespace) -> int:
    from golint_conn.face.completion import script  # noqa: PLC0415

    return _print(script(options.shell))


def _version(_: argparse.Namespace) -> int:
    return _print(f"{PROGRAM} {__version__}\n")


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "baseline": _baseline,
    "cache": run_cache,
    "check": _check,
    "completion": _completion,
    "ignores": _ignores,
    "infer": _infer,
    "rule": _rule,
    "rules": _rules,
    "sarif-check": _sarif_check,
    "server": run_server,
    "show": _show,
    "version": _version,
    "why": _why,
}


def _print(text: str) -> int:
    sys.stdout.write(text)
    return CLEAN
