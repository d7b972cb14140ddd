"""The command line of `golint-conn rules`: its actions besides listing the rules."""

import argparse
from collections.abc import Callable
from functools import partial

_EXIT_CODES = """\
exit codes:
  0  no problems
  1  there are problems
  2  something could not be read"""

_SHAPES = {
    "struct": "a rule about structs of a type, wherever one is made (default where no finding says otherwise)",
    "call": "a rule about calls of a function or method",
    "field": "a rule about what a field is set to",
    "obligation": "a rule about values that must be closed, released, stopped ... on every path",
    "query": "a rule about code that a query finds and a function judges",
}
"""The shapes of rules, and what each is about."""

_KEPT = "Writes all files or none."


def add_rules_actions(rules: argparse.ArgumentParser) -> None:
    """Add the actions to the parser of `rules`, which lists the rules if no action is given."""
    actions = rules.add_subparsers(dest="action", metavar="ACTION", prog=rules.prog)
    add = partial(actions.add_parser, formatter_class=rules.formatter_class)
    _add_trust(add)
    vet = add(
        "vet",
        help="read rule files without importing them, and report problems",
        description="Read rule files without importing them, and report problems in their metadata, "
        "their\ndocumentation and their code. This is not a sandbox: it finds mistakes, not every "
        "malicious rule.",
        epilog=_EXIT_CODES,
    )
    vet.add_argument("paths", nargs="+", metavar="PATH", help="rule files, or folders with rule files")
    # Without a default of its own, so that the option before the action still counts.
    vet.add_argument("--output-format", choices=("text", "json"), default=argparse.SUPPRESS, help="default text")
    test = add(
        "test",
        help="import rule files, and test them against their own documentation",
        description="Import rule files, and test them against their own documentation: one line for each broken "
        "promise.\nNaming a file or folder here is consent to run its code.",
        epilog=_EXIT_CODES,
    )
    test.add_argument("paths", nargs="+", metavar="PATH", help="rule files, or folders with rule files")
    _add_new(add("new", help="write the skeleton of a rule file", description="Write the skeleton of a rule file."))
    _add_example(add)
    migrate = add(
        "migrate",
        help="rewrite rule files for the current version of the api",
        description=f"Rewrite rule files for the current version of golint_conn.rule.api. {_KEPT}",
        epilog="exit codes:\n  0  done, or nothing to do\n  1  with --diff: something would change\n  2  a file "
        "cannot be rewritten; no file was",
    )
    migrate.add_argument("paths", nargs="+", metavar="PATH", help="rule files, or folders with rule files")
    migrate.add_argument("--diff", action="store_true", help="print what would change, and write nothing")


def _add_example(add: Callable[..., argparse.ArgumentParser]) -> None:
    example = add(
        "add-example",
        help="copy the Go function around a line into the documentation of a rule",
        description="Copy the Go function around a line into the documentation of a rule file, as Bad or Good "
        "code.\nNothing else in the file changes.",
    )
    example.add_argument("rule_file", metavar="RULE_FILE", help="the rule file")
    example.add_argument("place", metavar="FILE:LINE", help="a line of Go code, as reports name it")
    section = example.add_mutually_exclusive_group(required=True)
    section.add_argument("--bad", dest="section", action="store_const", const="Bad", help="the rule must report it")
    section.add_argument(
        "--good", dest="section", action="store_const", const="Good", help="the rule must not report it"
    )
    example.add_argument("--want", metavar="REGEX", help="with --bad: what the finding on the line must match")


def _add_trust(add: Callable[..., argparse.ArgumentParser]) -> None:
    trust = add(
        "trust",
        help="let configuration files use the rules in a folder",
        description="Let configuration files use the rules in a folder, in their current state, and print what\nthat "
        "includes. A changed, added or removed file makes the folder untrusted again. Nothing is run.",
    )
    trust.add_argument("dir", metavar="DIR", help="a folder of rule files that you have reviewed")
    untrust = add("untrust", help="undo trust", description="Undo trust: the folder is no longer used.")
    untrust.add_argument("dir", metavar="DIR", help="a trusted folder")
    add(
        "trusted",
        help="list the trusted folders",
        description="List the trusted folders, and what has changed in them.",
    )


def _add_new(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("id", metavar="ID", help="the id of the rule, in lower-case-with-hyphens; the file is named after it")
    shape = parser.add_mutually_exclusive_group()
    for name, said in _SHAPES.items():
        shape.add_argument(f"--{name}", dest="shape", action="store_const", const=name, help=said)
    add("--dir", default=".", metavar="DIR", help="the folder for the file (default this one)")
    add(
        "--from-finding",
        metavar="FILE:LINE",
        help="take the Go function around this line as the Bad example, and what begins there as the subject",
    )
