"""The command line: its commands and options, as argparse tables."""

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
after --fix this refers to what is left; with --diff 1 means that something would be fixed"""

_PATHS = f"""\
paths (default {ALL_PACKAGES}):
  FILE     a Go file
  DIR      everything below a folder, including nested modules
  DIR/...  as for the go command: nested modules are left out, members of go.work are not
  DIR and ... skip vendor, testdata, names that begin with _ or ., and whatever git, the ignore lines of go.mod or the
  configuration exclude; a path that is named explicitly is always read
  everything after -- is a path; if an option is also the name of a file, -- is required"""

_SHELLS = f"""\
where to put it:
  bash        eval "$({PROGRAM} completion bash)" in ~/.bashrc
  zsh         eval "$({PROGRAM} completion zsh)" in ~/.zshrc, after compinit
  fish        {PROGRAM} completion fish > ~/.config/fish/completions/{PROGRAM}.fish
  powershell  {PROGRAM} completion powershell | Out-String | Invoke-Expression in $PROFILE"""

DEFAULT_WIDTH = 80


def terminal_width() -> int:
    """Return the number of columns of the terminal, from COLUMNS or the terminal itself."""
    # shutil knows this too, but loads all compression modules.
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
    """Return a category without the slash that ends it in a log."""
    name = text.strip().strip("/")
    if not name:
        message = "must not be empty"
        raise argparse.ArgumentTypeError(message)
    return name


def build_parser(command: str = "") -> CommandParser:
    """Return the parser of the command line; if `command` is one, it has only that command.

    Describing all options of all commands takes longer than checking a file.
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
        help="report problems in Go files",
        description="Report problems in Go files: for a path, everything that a run over its whole module reports "
        "there, and nothing outside it.",
        epilog=f"{_PATHS}\n\n{_EXIT_CODES}",
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files, folders and ... patterns; see below")
    _add_selection(parser)
    add(
        "--fail-on",
        choices=tuple(SEVERITIES),
        help="the lowest severity for which the exit code is 1 (default warning)",
    )
    add("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    add("--fix", action="store_true", help="apply the safe fixes to the named files, after testing each")
    add(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff, include fixes that change more than the defect; alone it writes nothing",
    )
    add("--diff", action="store_true", help="print a diff of what would be fixed, and write nothing")
    add("--add-ignores", action="store_true", help="write a //golint-conn:ignore for each finding; needs --reason")
    add("--reason", metavar="TEXT", help="why the findings that --add-ignores suppresses may stay")
    _add_old_findings(parser)
    add(
        "--output-format",
        action="append",
        metavar="FORMAT[:FILE]",
        help=f"{', '.join(FORMATS)}; to standard output or a file; can be repeated (default text)",
    )
    add(
        "--sarif-category",
        type=_category,
        default=CATEGORY,
        metavar="NAME",
        help=f"the category under which GitHub keeps a SARIF report separate from others (default {CATEGORY})",
    )
    _add_configuration(parser)
    add("--force-exclude", action="store_true", help="apply the configured excludes to named files and folders too")
    add(
        "--hook",
        action="store_true",
        help="run as a git hook: untracked files do not count, excludes apply to named files too, and a finding that "
        "a named file causes elsewhere is reported too if a place in a named file explains it",
    )
    add("--stdin-filename", metavar="FILE", help="check standard input as if it were this file")
    add(
        "--workers",
        type=_at_least_one,
        metavar="N",
        help="the maximum number of worker processes (default one per processor, at most 8)",
    )
    add_cache_options(parser)
    add("--color", choices=COLORS, help="whether to use colors (default auto)")
    add("--quiet", "-q", action="store_true", help="no progress, and no notices except on crashes")
    add("--statistics", action="store_true", help="print counts and times to standard error")
    add("--watch", action="store_true", help="check again after every change, until Ctrl-C")
    add("--show-files", action="store_true", help="print the files that would be checked, and exit")
    add("--show-settings", action="store_true", help="print the settings and where they come from, and exit")


def _add_selection(parser: argparse.ArgumentParser) -> None:
    for option, text in (
        ("--select", "run only these rules or categories"),
        ("--ignore", "do not run these rules or categories"),
    ):
        parser.add_argument(option, action="extend", type=_words, metavar="RULE[,RULE]", help=text)
    parser.add_argument("--level", choices=tuple(LEVELS), help="which findings to show")


def _add_old_findings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--baseline", metavar="FILE", help="suppress the findings in this file")
    since = parser.add_mutually_exclusive_group()
    since.add_argument(
        "--new-from-rev", metavar="REV", help="report only findings that changes since this revision have caused"
    )
    since.add_argument(
        "--new-from-merge-base", metavar="REV", help="the same since the current branch diverged from this revision"
    )
    parser.add_argument("--show-suppressed", action="store_true", help="report suppressed findings too")


def _add_baseline(add_command: AddCommand) -> None:
    parser = add_command(
        "baseline",
        help="maintain a file of findings that may stay",
        description="Maintain a file of findings that may stay. create writes all current findings into it; update "
        "removes those\nthat are gone, and adds new ones only with --accept-new; show lists its content.",
        epilog=_PATHS,
    )
    add = parser.add_argument
    add("action", choices=("create", "update", "show"), help="what to do with it")
    add("paths", nargs="*", metavar="PATH", help="files, folders and ... patterns; see below")
    add("--baseline", metavar="FILE", help=f"the file (default the configured one, else {BASELINE_NAME})")
    add("--accept-new", action="store_true", help="add new findings too")
    _add_selection(parser)
    _add_configuration(parser)
    add(
        "--workers",
        type=_at_least_one,
        metavar="N",
        help="the maximum number of worker processes (default one per processor, at most 8)",
    )
    add("--quiet", "-q", action="store_true", help="no progress, and no notices except on crashes")


def _add_ignores(add_command: AddCommand) -> None:
    parser = add_command(
        "ignores",
        help="list the directives that suppress findings",
        description="List the directives in the code that can suppress findings, including those of other linters, "
        "with their reasons.",
        epilog=_PATHS,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, folders and ... patterns; see below")
    _add_configuration(parser)
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default text")


def _add_configuration(parser: argparse.ArgumentParser) -> None:
    configuration = parser.add_mutually_exclusive_group()
    configuration.add_argument("--config", metavar="FILE", help="read this configuration file")
    configuration.add_argument("--no-config", action="store_true", help="read no configuration file")
    _add_own_rules(parser)


def _add_own_rules(parser: argparse.ArgumentParser) -> None:
    for option, name, text in (
        ("--rules-dir", "DIR", "use the rule files in this folder; naming it is consent to run its code"),
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
        description="Explain why a line is reported, or why it is not: which of its calls return something that must "
        "be closed, how\nthat is known, and what happens to it on the way to each exit of the function.",
    )
    parser.add_argument("place", metavar="FILE:LINE[:COLUMN]", help="a line, or a call, as reports name it")
    _add_configuration(parser)
    parser.add_argument("--color", choices=COLORS, help="whether to use colors (default auto)")


def _add_rule(add_command: AddCommand) -> None:
    parser = add_command("rule", help="explain a rule", description="Explain a rule.")
    parser.add_argument("id", metavar="RULE", help="the id of the rule")
    parser.add_argument("--color", choices=COLORS, default="auto", help="whether to use colors (default auto)")
    _add_own_rules(parser)


def _add_rules(add_command: AddCommand) -> None:
    parser = add_command(
        "rules",
        help="list all rules, or create, vet, test and migrate rule files",
        description="List all rules, or work with rule files; see `rules ACTION --help`.",
    )
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default text")
    _add_own_rules(parser)
    add_rules_actions(parser)


def _add_sarif_check(add_command: AddCommand) -> None:
    parser = add_command(
        "sarif-check",
        help="report what GitHub will reject, cut or not show of a SARIF file",
        description="Report what GitHub code scanning will reject, cut, not show or change in a SARIF file of\nany "
        "tool, before it is uploaded. Inside a git work tree it also checks that the files named in it "
        "exist.",
        epilog="exit codes:\n  0  GitHub shows everything as it is written\n  1  GitHub does not\n  2  the file "
        "cannot be read",
    )
    parser.add_argument("file", metavar="FILE", help="a SARIF file, or - for standard input")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default text")


def _add_server(add_command: AddCommand) -> None:
    parser = add_command(
        "server",
        help="serve an editor, using the language server protocol",
        description="Serve an editor over standard input and output, using the language server protocol: "
        "findings\nin open files during editing, with fixes and explanations. Editors start it; see "
        "docs/editors.md.\nRequires pip install 'golint-conn[lsp]'.",
    )
    _add_selection(parser)
    _add_configuration(parser)


def _add_completion(add_command: AddCommand) -> None:
    parser = add_command(
        "completion",
        help="print a completion script for a shell",
        description="Print a script that completes command lines in a shell, with ids of rules, categories, formats "
        "and files.",
        epilog=_SHELLS,
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish", "powershell"), help="your shell")


def _add_show(add_command: AddCommand) -> None:
    show = add_command(
        "show", help="show what the tool sees in a file", description="Show what the tool sees in a file."
    )
    kinds = show.add_mutually_exclusive_group(required=True)
    for kind, text in (
        ("tree", "the syntax tree"),
        ("names", "what each name refers to"),
        ("shapes", "the shape of each expression"),
        ("events", "what happens in each function, in order"),
        ("flow", "the control flow of each function"),
        ("summaries", "what each function does with values that must be closed"),
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
