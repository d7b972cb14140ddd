"""The command line as people and programs use it: exit codes, streams, and where reports go."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.face.conftest import child_environment
from tests.patience import PATIENCE_SECONDS

WriteTree = Callable[..., Path]
Run = Callable[..., subprocess.CompletedProcess[str]]


def go(text: str) -> str:
    return f'package p\n\nimport "net/http"\n\n// {text}\n'


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        ("fine", (), 0),
        ("BAD pool-small", (), 0),
        ("BAD pool-small", ("--fail-on", "note"), 1),
        ("BAD conn-lost", (), 1),
        ("BAD conn-lost", ("--fail-on", "error"), 0),
        ("BAD body-lost", ("--fail-on", "error"), 1),
        ("BAD body-lost", ("--exit-zero",), 0),
        ("BAD body-lost", ("--ignore", "body-lost"), 0),
        ("BAD body-lost", ("--ignore", "reuse,body-lost", "--ignore", "pool-small"), 0),
        ("BAD body-lost low", (), 0),
        ("BAD body-lost low", ("--level", "audit"), 1),
        ("BAD body-lost CRASH", (), 2),
        ("BAD body-lost CRASH", ("--exit-zero",), 2),
    ],
)
def test_exit_codes_of_findings(text: str, arguments: tuple[str, ...], code: int, golint: Run, tree: WriteTree) -> None:
    done = golint(tree({"a.go": go(text)}), "check", *arguments)
    assert done.returncode == code, done.stderr
    assert ("crashed" in done.stderr) == ("CRASH" in text)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "COMMAND"),
        (("chekc",), "chekc"),
        (("check", "--colour"), "--colour"),
        (("check", "gone.go"), "gone.go: no such file"),
        (("check", "gone/..."), "gone/...: no such folder"),
        (("check", "--select", "leek"), 'did you mean "leak"?'),
        (("check", "--select", ""), "no rule to run"),
        (("check", "--ignore", "leak,reuse"), "no rule to run"),
        (("check", "--level", "loud"), "'loud'"),
        (("check", "--workers", "0"), "at least 1"),
        (("check", "--config", "gone.toml"), "gone.toml: No such file"),
        (("check", "--config", "x", "--no-config"), "not allowed with"),
        (("check", "--output-format", "sarfi:x"), 'did you mean "sarif"?'),
        (("check", "--output-format", "text", "--output-format", "json"), "standard output"),
        (("check", "--output-format", "json:out", "--output-format", "concise:./out"), "two reports"),
        (("check", "--output-format", "json:gone/out"), "gone/out"),
        (("check", "-"), "--stdin-filename"),
        (("check", "--stdin-filename", "a.go", "b.go"), "only file"),
        (("check", "--stdin-filename", "a.txt"), "not a Go file"),
        (("rule", "body-losd"), 'did you mean "body-lost"?'),
        (("show", "a.go"), "required"),
    ],
)
def test_exit_codes_of_mistakes(arguments: tuple[str, ...], said: str, golint: Run, tree: WriteTree) -> None:
    done = golint(tree({"a.go": go("BAD body-lost")}), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bug_of_the_tool_is_not_taken_for_findings(command: list[str], tree: WriteTree) -> None:
    broken = command[-1].replace("fake_rules.install()", "fake_rules.install(); fake_rules.INFOS = None")
    done = subprocess.run(
        [*command[:-1], broken, "check"],
        cwd=tree({"a.go": ""}),
        env=child_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "bug" in done.stderr


def test_only_findings_go_to_standard_output(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": go("BAD body-lost"), "b/b.go": go("CRASH")})
    (root / "c.go").symlink_to("gone.go")
    done = golint(root, "check", "--output-format", "concise", "--statistics")
    assert done.stdout == "a.go:5:4: this is body-lost (body-lost)\n"
    assert "c.go: a symbolic link to nothing" in done.stderr
    quiet = golint(root, "check", "--output-format", "concise", "--quiet")
    assert quiet.stdout == done.stdout
    assert quiet.stderr.count("\n") == 1, "only the crash"
    assert "crashed" in quiet.stderr


def test_several_reports_of_one_run(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": go("BAD body-lost"), "out.json": "x" * 100_000})
    (root / "out.json").chmod(0o640)
    formats = ("json:out.json", "concise", "sarif:-x.sarif", "text:/dev/null")
    arguments = [word for each in formats for word in ("--output-format", each)]
    done = golint(root, "check", *arguments)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("a.go:5:4:")
    assert json.loads((root / "out.json").read_text())
    assert (root / "out.json").stat().st_mode & 0o777 == 0o640
    assert json.loads((root / "-x.sarif").read_text())["version"] == "2.1.0"
    assert sorted(each.name for each in root.iterdir()) == ["-x.sarif", "a.go", "out.json"]
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_standard_output_that_is_full(command: list[str], tree: WriteTree) -> None:
    root = tree({"a.go": go("fine")})
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        arguments = [*command, "check"]
        done = subprocess.run(
            arguments, cwd=root, env=child_environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"golint-conn: standard output: No space left")


def test_a_report_that_cannot_be_written(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": go("fine")})
    (root / "folder").mkdir()
    done = golint(root, "check", "--output-format", "json:folder")
    assert done.returncode == 2
    assert "folder" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colors(
    arguments: tuple[str, ...], environment: dict[str, str], *, colored: bool, golint: Run, tree: WriteTree
) -> None:
    root = tree({"a.go": go("BAD body-lost")})
    done = golint(root, "check", "--output-format", "concise:f", *arguments, env=environment)
    assert ("\x1b[" in (root / "f").read_text()) == ("always" in arguments), "a file has colors only on request"
    done = golint(root, "check", *arguments, env=environment)
    assert ("\x1b[" in done.stdout) == colored


def test_standard_input(golint: Run, tree: WriteTree) -> None:
    root = tree({"p/a.go": go("BAD body-lost"), "p/b.go": go("BAD body-lost")})
    for paths in ((), ("-",)):
        arguments = ("check", "--stdin-filename", "p/a.go", "--output-format", "concise", *paths)
        done = golint(root, *arguments, stdin=go("BAD conn-lost é"))
        assert done.stdout == "p/a.go:5:4: this is conn-lost (conn-lost)\n"
        assert done.returncode == 1


def test_configured_output(golint: Run, tree: WriteTree) -> None:
    config = 'output-format = "concise"\ncolor = "always"\nfail-on = "error"\n'
    root = tree({".golint-conn.toml": config, "a.go": go("BAD conn-lost")})
    done = golint(root, "check")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert "\x1b[" in done.stdout
    assert "\x1b[" not in golint(root, "check", "--color", "never").stdout
    assert golint(root, "check", "--no-config").returncode == 1


def test_errors_of_the_configuration(golint: Run, tree: WriteTree) -> None:
    root = tree({".golint-conn.toml": "levl = 1\n\nworkers = 'x'\n", "a.go": go("fine")})
    done = golint(root, "check")
    assert (done.returncode, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert '.golint-conn.toml:1: levl: no such key; did you mean "level"?' in first
    assert ".golint-conn.toml:3: workers:" in second
    (root / ".golint-conn.toml").write_text("output-format = 'sarfi'\n")
    done = golint(root, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert '.golint-conn.toml: output-format: no format "sarfi"; did you mean "sarif"?' in done.stderr


def test_show_files_and_settings(golint: Run, tree: WriteTree) -> None:
    root = tree({".golint-conn.toml": 'exclude = ["x"]\n', "a.go": "", "x/x.go": "", "y/y.go": "", "vendor/v.go": ""})
    assert golint(root, "check", "--show-files").stdout == f"a.go\n{Path('y/y.go')}\n"
    assert golint(root / "y", "check", "--show-files", "..").stdout == f"{Path('../a.go')}\ny.go\n"
    shown = golint(root, "check", "--show-settings", "--level", "audit").stdout
    settings = {line.partition("=")[0].strip(): line for line in shown.splitlines()}
    assert settings["exclude"].endswith(f'["x"]  # {root}/.golint-conn.toml')
    assert settings["level"].endswith('"audit"  # command line')
    assert settings["fail-on"].endswith('"warning"  # default')


def test_statistics(golint: Run, tree: WriteTree) -> None:
    root = tree({"a.go": go("BAD body-lost BAD body-lost"), "b.go": "package p"})
    done = golint(root, "check", "--statistics")
    lines = dict(line.split(None, 1) for line in done.stderr.splitlines())
    assert lines["body-lost"].strip() == "2"
    assert lines["files:"] == "2 found, 1 parsed"
    assert float(lines["rules"].split()[0]) == 0.75
    shares = [float(line.rpartition(" ")[2][:-1]) for line in done.stderr.splitlines() if line.startswith("  ")]
    assert abs(sum(shares) - 100) < 1


def test_rules_and_one_rule(golint: Run, tmp_path: Path) -> None:
    listed = golint(tmp_path, "rules").stdout.splitlines()
    described = json.loads(golint(tmp_path, "rules", "--output-format", "json").stdout)
    assert sorted(line.split()[1] for line in listed) == [each["id"] for each in described]
    plain = golint(tmp_path, "rule", "body-lost").stdout
    assert plain.startswith("# body-lost\n")
    assert "`code`" in plain
    styled = golint(tmp_path, "rule", "body-lost", env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[" in styled
    assert "`code`" not in styled


def test_version(golint: Run, tmp_path: Path) -> None:
    version = golint(tmp_path, "version").stdout
    assert version == golint(tmp_path, "--version").stdout
    module = [sys.executable, "-m", "golint_conn", "version"]
    assert subprocess.run(module, env=child_environment(), capture_output=True, text=True, check=True).stdout == version


def test_a_reader_that_leaves_early_changes_nothing(command: list[str], tree: WriteTree) -> None:
    root = tree({"a.go": go("BAD body-lost " * 20_000)})
    child = subprocess.Popen(
        [*command, "check", "--output-format", "concise"],
        cwd=root,
        env=child_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    assert child.stderr.read() == b""
    assert child.wait(PATIENCE_SECONDS) == 1
    child.stderr.close()
