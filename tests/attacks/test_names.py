"""Names of files that look like options, standard input, patterns or lines of a log, wherever names reach a command.

The author of a commit chooses them, and hooks, shells and jobs append them to commands.
"""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from golint_conn.run.git.call import program
from tests.attacks.conftest import LEAK, ROOT, Done, Victim
from tests.attacks.test_display import commands, obeyed
from tests.surroundings.conftest import PROGRAMS, git, tool

pytestmark = pytest.mark.slow

OPTIONS = (
    "--rules-dir=evil.go",
    "--config=x.go",
    "--plugin=x.go",
    "--hook=x.go",
    "--stdin-filename=x.go",
    "--exit-zero",
    "--fix",
    "-q",
    "-q.go",
    "-.go",
    "--x\x1b[31m\n::error::pwned.go",
)
"""Names that look like options."""

OTHERS = (
    "--.go",
    "-",
    "@args.go",
    " a b.go",
    "a\n::error::b.go",
    "x...go",
    ":!x.go",
    ":(top)y.go",
    "*.go",
    "[a].go",
    "$(touch marker).go",
    "a'b\"c\\.go",
)
"""Names that mean something else to some programs."""

NOT_UTF_8 = os.fsdecode(b"\xff.go")
NAMES = (*OPTIONS, *OTHERS, NOT_UTF_8)
GO_NAMES = tuple(name for name in NAMES if name.endswith(".go"))
FOUND = "(response-body-not-closed)"

Hook = dict[str, Any]


def documented() -> Iterator[Hook]:
    """Yield the hooks that the documentation configures."""
    for page in (ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))):
        for block in re.findall(r"```yaml[^\n]*\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            loaded = yaml.safe_load(block)
            repositories = loaded.get("repos", []) if isinstance(loaded, dict) else [{"hooks": loaded}]
            yield from (hook for each in repositories for hook in each["hooks"] if hook.get("id") in SHIPPED)


SHIPPED = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
HOOKS = [
    [*shlex.split(hook["entry"])[1:], *hook.get("args", [])]
    for hook in (*SHIPPED.values(), *(each if "entry" in each else SHIPPED[each["id"]] | each for each in documented()))
    if hook.get("pass_filenames", True)
]
"""What pre-commit puts between the program and the names of files."""


@pytest.fixture
def named(victim: Victim) -> Victim:
    """A repository with a leak in a file of each name, and with code that must not run where one of them leads."""
    harmless = victim.rule("own-lint").replace(victim.payload, "")
    own = {"evil.go/own_keep_alives.py": victim.rule(), "lint/own_lint.py": harmless, "x.go": "package shop\n"}
    victim.plant({**own, ".golint-conn.toml": 'select = ["response-body-not-closed"]\n'})
    for number, name in enumerate(NAMES):
        (victim.repository / name).write_text(LEAK.replace("Status(", f"Status{number}("), encoding="utf-8")
    git(victim.repository, "add", "-A")
    git(victim.repository, "commit", "-q", "-m", "names")
    return victim


def shows_nothing_obeyed(done: Done) -> None:
    assert not obeyed(done.stdout + done.stderr)
    assert not commands(done.stdout + done.stderr)


def test_the_documentation_has_hooks() -> None:
    assert len(list(documented())) >= 3


@pytest.mark.parametrize("words", HOOKS, ids=" ".join)
def test_a_hook_takes_names_for_names(words: list[str], named: Victim) -> None:
    assert named.run("check", "--rules-dir", "evil.go").returncode == 1
    assert named.was_hit
    named.marker.unlink()
    done = named.run(*words, *GO_NAMES)
    assert not named.was_hit
    assert (done.returncode, done.stdout.count(FOUND)) == (1, len(GO_NAMES)), done.stderr + done.stdout
    shows_nothing_obeyed(done)


def test_all_options_that_are_documented_for_hooks_are_ended() -> None:
    texts = [page.read_text(encoding="utf-8") for page in (ROOT / "README.md", *ROOT.glob("docs/*.md"))]
    shown = [found.split(", ") for text in texts for found in re.findall(r"args: \[(.*?)\]", text)]
    with_options = [each for each in shown if any(word.startswith("-") for word in each)]
    assert with_options
    assert all(each[-1] == "--" for each in with_options)


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_that_is_a_file_is_refused(name: str, named: Victim) -> None:
    done = named.run("check", "--hook", "--fail-on", "error", name, "x.go")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is also the name of a file: end the options with --" in done.stderr
    assert not named.was_hit
    shows_nothing_obeyed(done)
    assert not git(named.repository, "status", "--porcelain")


@pytest.mark.parametrize(
    "command",
    ["check", "baseline create", "ignores", "infer", "why", "show --names", "sarif-check", "rules vet", "rules test"],
)
def test_every_command_refuses_it(command: str, named: Victim) -> None:
    for name in OPTIONS[:2]:
        done = named.run(*command.split(), name)
        assert done.returncode == 2
        assert f"{name} is also the name of a file" in done.stderr
        assert not named.was_hit


def test_where_the_options_are_ended_they_may_be_files(named: Victim) -> None:
    done = named.run("check", "--hook", "-q", "--exit-zero", "--", *GO_NAMES)
    assert (done.returncode, done.stdout.count(FOUND)) == (0, len(GO_NAMES)), done.stderr


def test_a_file_does_not_end_the_options(named: Victim) -> None:
    (named.repository / "--").touch()
    done = named.run("check", "--hook", "--rules-dir=evil.go", "--", "x.go")
    assert done.returncode == 2
    assert "and so is --: rename one of them" in done.stderr
    assert not named.was_hit
    done = named.run("check", "--hook", "--", "--", "x.go")
    assert "--: not a Go file" in done.stderr, "the second one is a name"


@pytest.mark.parametrize(
    "words", ["check --rules-di=evil.go", "check --rules-d evil.go", "rules vet --output text lint"]
)
def test_no_part_of_an_option_is_one(words: str, named: Victim) -> None:
    done = named.run(*words.split())
    assert done.returncode == 2
    assert "unrecognized arguments: --" in done.stderr
    assert not named.was_hit


def test_no_file_is_read_for_arguments(named: Victim) -> None:
    (named.repository / "@args.go").write_text("--rules-dir\nevil.go\n", encoding="utf-8")
    assert named.run("check", "@args.go").returncode in {0, 1}
    assert not named.was_hit


def test_a_hyphen_is_standard_input_only_where_that_has_a_name(named: Victim) -> None:
    for words in (("--",), ()):
        assert "\n-: not a Go file" in f"\n{named.run('check', '--hook', *words, '-').stderr}".replace(
            "golint-conn: ", ""
        )
        assert "./- is a file" in named.run("check", *words, "-").stderr
        assert named.run("check", "--stdin-filename", "x.go", *words, "-").returncode == 0


@pytest.mark.parametrize("program_name", ["pre-commit", "prek"])
@pytest.mark.parametrize(("args", "code"), [(SHIPPED["golint-conn"].get("args", []), 1), (["--fail-on", "error"], 2)])
def test_as_pre_commit_runs_it(program_name: str, args: list[str], code: int, named: Victim) -> None:
    """The hook as it is shipped, except its installation; with `args` of a user who does not end them with `--`."""
    # pre-commit itself fails on this one.
    (named.repository / NOT_UTF_8).unlink()
    shipped = {"id": "golint-conn", **SHIPPED["golint-conn"], "args": args, "language": "system"}
    shipped["entry"] = f"{tool('golint-conn')} check --hook"
    configuration = {"repos": [{"repo": "local", "hooks": [shipped]}]}
    named.plant({".pre-commit-config.yaml": yaml.safe_dump(configuration)})
    git(named.repository, "add", "-A")
    homes = {"PRE_COMMIT_HOME": str(named.home / "hooks"), "PREK_HOME": str(named.home / "hooks"), "PATH": PROGRAMS}
    done = named.run("run", "--all-files", start=(tool(program_name),), **homes)
    assert f"exit code: {code}" in done.stdout, done.stdout + done.stderr
    assert not named.was_hit
    # Without that one, and with leak.go.
    expected = len(GO_NAMES) if code == 1 else 0
    assert done.stdout.count(FOUND) == expected, done.stdout


def test_a_patch_changes_only_what_it_names(victim: Victim) -> None:
    name = "a\n--- a/other.go\n+++ b/other.go\n@@ -1 +1 @@\n-package shop\n+package evil\n.go"
    victim.plant({name: LEAK, "other.go": "package shop\n"})
    patch = victim.home / "fixes.patch"
    patch.write_text(victim.run("check", "--diff").stdout, encoding="utf-8")
    git(victim.repository, "apply", str(patch))
    assert "defer resp.Body.Close()" in (victim.repository / name).read_text(encoding="utf-8")
    assert (victim.repository / "other.go").read_text(encoding="utf-8") == "package shop\n"


# Calls of git.

HOSTILE = ("--exclude=*", "--output=out", "-o", ":!x", ":(top)x", "*")


@pytest.fixture
def spied(victim: Victim) -> Path:
    """A folder for PATH whose git writes its arguments into the file `calls` before it does its work."""
    folder = victim.home / "bin"
    folder.mkdir()
    calls = shlex.quote(str(folder / "calls"))
    script = f"#!/bin/sh\nprintf '%s\\n' \"$@\" >> {calls}\nprintf '\\n' >> {calls}\nexec {program()} \"$@\"\n"
    (folder / "git").write_text(script, encoding="utf-8")
    (folder / "git").chmod(0o755)
    return folder


def test_git_takes_names_and_revisions_for_what_they_are(victim: Victim, spied: Path) -> None:
    for name in HOSTILE:
        victim.plant({f"{name}/a.go": LEAK, f"{name}/out.go": LEAK, f"{name}/.gitignore": "out.go\n"})
    git(victim.repository, "add", "-A")
    git(victim.repository, "commit", "-q", "-m", "folders")
    path = f"{spied}{os.pathsep}{os.environ['PATH']}"
    shown = victim.run("check", "--show-files", "--", *HOSTILE, PATH=path)
    assert sorted(shown.stdout.splitlines()) == sorted(f"{name}/a.go" for name in HOSTILE), shown.stderr
    victim.run("check", "--hook", "--", *(f"{name}/a.go" for name in HOSTILE), PATH=path)
    for name in HOSTILE:
        for option in ("--new-from-rev", "--new-from-merge-base"):
            assert victim.run("check", f"{option}={name}", PATH=path).returncode == 2, name
    victim.run("check", "--new-from-merge-base", "HEAD~1", PATH=path)
    calls = [call.split("\n") for call in (spied / "calls").read_text(encoding="utf-8").strip().split("\n\n")]
    commit = re.compile("[0-9a-f]{40}")
    seen = set()
    for call in calls:
        ends = [call.index(word) for word in ("--", "--end-of-options") if word in call]
        for at, word in enumerate(call):
            name = word.removesuffix("^{commit}")
            if name in HOSTILE or commit.fullmatch(word):
                assert ends, call
                assert at > min(ends), call
                seen.add(name if name in HOSTILE else "a commit")
    assert seen == {*HOSTILE, "a commit"}
    assert {"ls-files", "rev-parse", "merge-base", "ls-tree", "cat-file"} <= {word for call in calls for word in call}


STARTING = re.compile(
    r"\b(subprocess\.(run|Popen|call|check_\w+)|create_subprocess_\w+|pty\.spawn"
    r"|os\.(exec\w+|spawn\w+|posix_spawn\w*|popen|system|startfile))\("
)
STARTERS = {"run/git/call.py", "dev/programs.py", "face/server/analyser.py"}


def test_programs_are_started_in_few_places() -> None:
    """The tests of this folder cover these; another one needs a test of its own."""
    source = ROOT / "src" / "golint_conn"
    texts = {path.relative_to(source).as_posix(): path.read_text(encoding="utf-8") for path in source.rglob("*.py")}
    assert {path for path, text in texts.items() if STARTING.search(text)} == STARTERS
