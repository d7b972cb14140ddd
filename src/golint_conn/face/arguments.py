"""The command line: its commands and options, as tables of argparse."""

import argparse
import os
import sys
from collections.abc import Callable
from functools import partial

from golint_conn import __version__
from golint_conn.face.cache_arguments import add_cache, add_cache_options
from golint_conn.face.infer_arguments import add_infer
from golint_conn.face.parser import CommandParser
from golint_conn.face.rules_arguments import add_rules_actions
from golint_conn.report import FORMATS
from golint_conn.report.view import CATEGORY
from golint_conn.run.config.config_file import BASELINE_NAME, COLORS, LEVELS, SEVERITIES
from golint_conn.run.request import ALL_PACKAGES

PROGRAM = "golint-conn"

_EXIT_CODES = """\
exit codes:
  0  nothing at or above the severity of --fail-on
  1  something at or above it
  2  the tool could not do its job: wrong arguments or settings, or a crash that may hide findings
after --fix that is what is left; with --diff 1 means that something would be fixed"""

_PATHS = f"""\
paths (default {ALL_PACKAGES}):
  FILE     a Go file
  DIR      everything below a folder, nested modules too
  DIR/...  as for the go command: nested modules are left out, members of go.work are not
  DIR and ... pass over vendor, testdata, names that begin with _ or ., and what git, go.mod's ignore lines or the
  configuration leave out; what is named outright is read in any case
  what follows -- is a path, whatever it looks like; an option that is also the name of a file needs the --"""

_SHELLS = f"""\
where it goes:
  bash        eval "$({PROGRAM} completion bash)" in ~/.bashrc
  zsh         eval "$({PROGRAM} completion zsh)" in ~/.zshrc, after compinit
  fish        {PROGRAM} completion fish > ~/.config/fish/completions/{PROGRAM}.fish
  powershell  {PROGRAM} completion powershell | Out-String | Invoke-Expression in $PROFILE"""

DEFAULT_WIDTH = 80


def terminal_width() -> int:
    """Return the number of columns of the terminal, as COLUMNS or the terminal itself says."""
    # shutil knows this too, but brings all compression modules with it.
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    for stream in (sys.__stdout__, sys.__stderr__):
        try:
            return os.get_terminal_size(stream.fileno()).columns if stream else DEFAULT_WIDTH
        except (OSError, ValueError):
            continue
    return DEFAULT_WIDTH


def _words(text: str) -> tuple[str, ...]:
    """Return the comma-separated words of an argument."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        message = f"must be a whole number of at least 1, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _category(text: str) -> str:
    """Return a category without the slash that it ends with in a log."""
    name = text.strip().strip("/")
    if not name:
        message = "must not be empty"
        raise argparse.ArgumentTypeError(message)
    return name


def build_parser(command: str = "") -> CommandParser:
    """Return the parser of the command line, with no other command where that of a command line is named.

    To describe all options of all commands takes longer than to check a file.
    """
    # The width is given because argparse would load shutil to find it, even when no help is shown.
    formatter = partial(argparse.RawDescriptionHelpFormatter, width=min(terminal_width(), 120))
    parser = CommandParser(
        prog=PROGRAM, description="Find Go code that leaks or wastes connections.", formatter_class=formatter
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", prog=PROGRAM)
    add = partial(commands.add_parser, formatter_class=formatter)
    for add_command in [_COMMANDS[command]] if command in _COMMANDS else _COMMANDS.values():
        add_command(add)
    return parser


AddCommand = Callable[..., argparse.ArgumentParser]


def _add_check(add_command: AddCommand) -> None:
    parser = add_command(
        "check",
        help="report what is wrong in Go files",
        description="Report what is wrong in Go files: for a path all that a run over its whole module reports there, "
        "and nothing outside of it.",
        epilog=f"{_PATHS}\n\n{_EXIT_CODES}",
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files, folders and ... patterns, see below")
    _add_selection(parser)
    add("--fail-on", choices=tuple(SEVERITIES), help="the severity from which on the exit code is 1 (default warning)")
    add("--exit-zero", action="store_true", help="exit with 0 even where there are findings")
    add("--fix", action="store_true", help="apply the safe fixes to the named files, each after a trial")
    add(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff, the fixes too that change more than the defect; alone it writes nothing",
    )
    add("--diff", action="store_true", help="print what would be fixed as a diff, and write nothing")
    add("--add-ignores", action="store_true", help="write a //golint-conn:ignore for each finding; needs --reason")
    add("--reason", metavar="TEXT", help="why what --add-ignores leaves alone may stay")
    _add_old_findings(parser)
    add(
        "--output-format",
        action="append",
        metavar="FORMAT[:FILE]",
        help=f"{', '.join(FORMATS)}; to standard output or into a file; can be repeated (default text)",
    )
    add(
        "--sarif-category",
        type=_category,
        default=CATEGORY,
        metavar="NAME",
        help=f"the category under which GitHub keeps a SARIF report apart from others (default {CATEGORY})",
    )
    _add_configuration(parser)
    add("--force-exclude", action="store_true", help="apply the configured excludes to named files and folders too")
    add(
        "--hook",
        action="store_true",
        help="run as a git hook: files that git does not track do not count, excludes apply to named files too, and "
        "what a named file brings about elsewhere is reported too, if a place in a named file explains it",
    )
    add("--stdin-filename", metavar="FILE", help="check standard input as if it were this file")
    add(
        "--workers",
        type=_at_least_one,
        metavar="N",
        help="how many processes may work (default one per processor, at most 8)",
    )
    add_cache_options(parser)
    add("--color", choices=COLORS, help="whether to use colours (default auto)")
    add("--quiet", "-q", action="store_true", help="no progress, and no notices except on crashes")
    add("--statistics", action="store_true", help="print counts and times to standard error")
    add("--watch", action="store_true", help="check again whenever something changes, until Ctrl-C")
    add("--show-files", action="store_true", help="print the files that would be checked, and stop")
    add("--show-settings", action="store_true", help="print the settings and where they come from, and stop")


def _add_selection(parser: argparse.ArgumentParser) -> None:
    for option, text in (
        ("--select", "run only these rules or categories"),
        ("--ignore", "do not run these rules or categories"),
    ):
        parser.add_argument(option, action="extend", type=_words, metavar="RULE[,RULE]", help=text)
    parser.add_argument("--level", choices=tuple(LEVELS), help="which findings to show")


def _add_old_findings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--baseline", metavar="FILE", help="hold back the findings in this file")
    since = parser.add_mutually_exclusive_group()
    since.add_argument("--new-from-rev", metavar="REV", help="report only what changes since this revision have caused")
    since.add_argument(
        "--new-from-merge-base", metavar="REV", help="the same since the present branch left that of this revision"
    )
    parser.add_argument("--show-suppressed", action="store_true", help="report what is held back too")


def _add_baseline(add_command: AddCommand) -> None:
    parser = add_command(
        "baseline",
        help="keep a file of findings that may stay",
        description="Keep a file of findings that may stay. create writes all present findings into it; update takes "
        "out what is\ngone, and puts in what is new only with --accept-new; show lists what is in it.",
        epilog=_PATHS,
    )
    add = parser.add_argument
    add("action", choices=("create", "update", "show"), help="what to do with it")
    add("paths", nargs="*", metavar="PATH", help="files, folders and ... patterns, see below")
    add("--baseline", metavar="FILE", help=f"the file (default the configured one, else {BASELINE_NAME})")
    add("--accept-new", action="store_true", help="put in what is new, too")
    _add_selection(parser)
    _add_configuration(parser)
    add(
        "--workers",
        type=_at_least_one,
        metavar="N",
        help="how many processes may work (default one per processor, at most 8)",
    )
    add("--quiet", "-q", action="store_true", help="no progress, and no notices except on crashes")


def _add_ignores(add_command: AddCommand) -> None:
    parser = add_command(
        "ignores",
        help="list the directives that hold findings back",
        description="List the directives in the code that can hold findings back, those of other linters too, with "
        "their reasons.",
        epilog=_PATHS,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, folders and ... patterns, see below")
    _add_configuration(parser)
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default text")


def _add_configuration(parser: argparse.ArgumentParser) -> None:
    configuration = parser.add_mutually_exclusive_group()
    configuration.add_argument("--config", metavar="FILE", help="read this configuration file")
    configuration.add_argument("--no-config", action="store_true", help="read no configuration file")
    _add_own_rules(parser)


def _add_own_rules(parser: argparse.ArgumentParser) -> None:
    for option, name, text in (
        ("--rules-dir", "DIR", "use the rule files in this folder; to name it is to agree that its code runs"),
        ("--plugin", "NAME", "use the rules of an installed package, by the name of its entry point"),
        ("--models", "FILE", "use the library models and kinds of obligations that this file declares"),
    ):
        parser.add_argument(option, action="append", default=[], metavar=name, help=f"{text}; can be repeated")


def _add_infer(add_command: AddCommand) -> None:
    _add_configuration(add_infer(add_command, _PATHS))


def _add_why(add_command: AddCommand) -> None:
    parser = add_command(
        "why",
        help="explain why a line is reported, or why it is not",
        description="Explain why a line is reported, or why it is not: what the calls on it hand out that must be "
        "closed, how\nthat is known, and what becomes of it on the way to each exit of the function.",
    )
    parser.add_argument("place", metavar="FILE:LINE[:COLUMN]", help="a line, or a call, as reports name it")
    _add_configuration(parser)
    parser.add_argument("--color", choices=COLORS, help="whether to use colours (default auto)")


def _add_rule(add_command: AddCommand) -> None:
    parser = add_command("rule", help="explain a rule", description="Explain a rule.")
    parser.add_argument("id", metavar="RULE", help="the id of the rule")
    parser.add_argument("--color", choices=COLORS, default="auto", help="whether to use colours (default auto)")
    _add_own_rules(parser)


def _add_rules(add_command: AddCommand) -> None:
    parser = add_command(
        "rules",
        help="list all rules, or write, vet, test and migrate some",
        description="List all rules, or do something with rule files; `rules ACTION --help` says more.",
    )
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default text")
    _add_own_rules(parser)
    add_rules_actions(parser)


def _add_sarif_check(add_command: AddCommand) -> None:
    parser = add_command(
        "sarif-check",
        help="tell what GitHub will reject, cut or not show of a SARIF file",
        description="Tell what GitHub code scanning will reject, cut, not show or show otherwise of a SARIF file of\n"
        "any tool, before it is uploaded. Inside of a git work tree the files that it names are looked for too.",
        epilog="exit codes:\n  0  all of it is shown as it is written\n  1  something is not\n  2  it cannot be read",
    )
    parser.add_argument("file", metavar="FILE", help="a SARIF file, or - for standard input")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default text")


def _add_server(add_command: AddCommand) -> None:
    parser = add_command(
        "server",
        help="serve an editor, by the language server protocol",
        description="Serve an editor over standard input and output, by the language server protocol: what is\n"
        "found in open files while they are edited, with fixes and explanations. Editors start it; docs/editors.md\n"
        "says how. Needs pip install 'golint-conn[lsp]'.",
    )
    _add_selection(parser)
    _add_configuration(parser)


def _add_completion(add_command: AddCommand) -> None:
    parser = add_command(
        "completion",
        help="print what completes command lines in a shell",
        description="Print what completes command lines in a shell, with ids of rules, categories, formats and files.",
        epilog=_SHELLS,
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish", "powershell"), help="the shell that you use")


def _add_show(add_command: AddCommand) -> None:
    show = add_command(
        "show", help="show what the tool sees in a file", description="Show what the tool sees in a file."
    )
    kinds = show.add_mutually_exclusive_group(required=True)
    for kind, text in (
        ("tree", "the syntax tree"),
        ("names", "what each name means"),
        ("shapes", "what shape each expression has"),
        ("events", "what happens in each function, in order"),
        ("flow", "where control goes in each function"),
        ("summaries", "what each function does with what must be closed"),
    ):
        kinds.add_argument(f"--{kind}", dest="kind", action="store_const", const=kind, help=text)
    show.add_argument("file", metavar="FILE", help="a Go file")


def _add_version(add_command: AddCommand) -> None:
    add_command("version", help="print the version")


_COMMANDS: dict[str, Callable[[AddCommand], None]] = {
    "check": _add_check,
    "rule": _add_rule,
    "rules": _add_rules,
    "baseline": _add_baseline,
    "ignores": _add_ignores,
    "infer": _add_infer,
    "why": _add_why,
    "show": _add_show,
    "sarif-check": _add_sarif_check,
    "server": _add_server,
    "cache": add_cache,
    "completion": _add_completion,
    "version": _add_version,
}
"""The commands in the order of the help."""
