"""Input made to use up time or memory: it ends, with an answer for everything else.

The time for some shapes grows with the square or the cube of their size (a sum of calls, a chain of fields, calls that
each jump back): their sizes here occur in no code and still end. Larger ones keep a processor busy for longer.
"""

import os
import subprocess

import pytest

from tests.attacks.conftest import LEAK, Victim
from tests.surroundings.conftest import tool

pytestmark = pytest.mark.slow

KILOBYTES = 2_000_000
"""How much memory a run may use; a bomb that works takes more."""

LIMITED = ("sh", "-c", f'ulimit -v {KILOBYTES}; exec "{tool("golint-conn")}" "$@"', "sh")


CONFIGURATIONS = {
    "deep list": "a = " + "[" * 100_000,
    "deep table": "[" + ".".join("a" * 50_000) + "]\n",
    "dotted key": ".".join("a" * 100_000) + " = 1\n",
    "deep inline table": "a = " + "{a=" * 50_000,
    "many keys": "\n".join(f"key{number} = 1" for number in range(20_000)),
    "long string": f'exclude = ["{"a" * 150_000}"]',
    "long number": "workers = " + "9" * 100_000,
    "too long": "# " + "x" * 2_000_000,
    "many wrong words": "select = [" + ", ".join(f'"rule{number}"' for number in range(5_000)) + "]",
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_configuration_that_blows_up(name: str, victim: Victim) -> None:
    victim.plant({".golint-conn.toml": CONFIGURATIONS[name]})
    done = victim.run("check", start=LIMITED)
    assert done.returncode in {1, 2}
    assert "this is a bug" not in done.stderr


PATTERNS = {
    "stars": "*" * 40 + "x",
    "stars and letters": "a*" * 30 + "b",
    "double stars": "**/" * 40 + "x",
    "mixed": "**/a*/" * 20 + "b",
    "classes": "[a-z]*" * 30 + "0",
    "question marks": "?" * 200 + "*" * 30 + "z",
    "names": "*a*a*b/" * 12 + "x",
}


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("key", ["exclude", "paths"])
def test_a_pattern_with_many_wildcards(key: str, name: str, victim: Victim) -> None:
    pattern = PATTERNS[name]
    deep = "/".join([f"{'a' * 24}b"] * 12)
    victim.plant({f"{deep}/{'a' * 100}.go": LEAK, "go.mod": f"module x\n\nignore ./{'a/' * 300}\n"})
    text = (
        f'exclude = ["{pattern}"]\n'
        if key == "exclude"
        else f'[[overrides]]\npaths = ["{pattern}"]\nseverity = "note"\n'
    )
    victim.plant({".golint-conn.toml": text})
    done = victim.run("check", "--output-format", "concise", start=LIMITED)
    assert done.returncode == 1
    assert f"{'a' * 100}.go:6:15: " in done.stdout


DEPTH = 20_000
SOURCES = {
    "parentheses": f"var x = {'(' * DEPTH}1{')' * DEPTH}",
    "open parentheses": f"var x = {'(' * DEPTH}",
    "blocks": f"func f() {{ {'{' * DEPTH} http.Get(x) {'}' * DEPTH} }}",
    "literals": f"var x = {'func() { ' * 3_000} http.Get(x) {' }' * 3_000}",
    "calls": f"var x = {'f(' * DEPTH}http.Get(x){')' * DEPTH}",
    "chain": f"var x = http.Get(x){'.f()' * 2_000}",
    "sum": f"var x = 1{' + http.Get(1)' * 30}",
    "types": f"var x {'[]' * DEPTH}http.Client",
    "pointers": f"var x {'*' * DEPTH}http.Client",
    "selectors": f"func f() {{ r, _ := http.Get(x); r{'.f' * 600}() }}",
    "branches": f"func f() {{ r, _ := http.Get(x)\n{'if a { b() } else ' * 3_000}{{ c() }}; _ = r }}",
    "ifs": "func f() { r, _ := http.Get(x)\n" + "if a { b() }\n" * 3_000 + "_ = r }",
    "loops": f"func f() {{ r, _ := http.Get(x)\n{'for a { ' * 500}r, _ = http.Get(x){' }' * 500} ; _ = r }}",
    "gotos": "func f() {\n"
    + "".join(f"L{n}: r, _ := http.Get(x); if a {{ goto L{n - 1} }}\n" for n in range(1, 30))
    + "}",
    "cases": "func f() { r, _ := http.Get(x)\nswitch a {\n" + "case 1: r.Body.Close()\n" * 400 + "} }",
    "defers": "func f() {\n" + "r, _ := http.Get(x); defer r.Body.Close()\n" * 100 + "}",
    "recursion": "".join(f"func f{n}() *http.Response {{ return f{(n + 1) % 500}() }}\n" for n in range(500)),
    "embedding": "".join(f"type T{n} struct {{ T{n + 1}; *T{(n + 7) % 300} }}\n" for n in range(300))
    + "type T300 struct { http.Client }",
    "aliases": "".join(f"type A{n} = A{(n + 1) % 300}\n" for n in range(300)) + "var x A0 = http.DefaultClient",
    "constants": "".join(f"const c{n} = c{n + 1} + c{n + 1}\n" for n in range(60))
    + "const c60 = 1\nvar t = http.Client{Timeout: c0}",
    "shifts": "const c = 1 << 1 << 100000000000\nvar t = http.Client{Timeout: 1 << 9999999999 * c}",
    "numbers": f"var t = http.Client{{Timeout: {'9' * 100_000}}}\nvar u = http.Client{{Timeout: 1e999999999}}",
    "assignments": "func f() { a0, _ := http.Get(x)\n" + "".join(f"a{n} := a{n - 1}\n" for n in range(1, 300)) + "}",
    "comments": "/*" * 50_000 + "http.Get",
    "directives": "//golint-conn:ignore x -- y\n" * 1_000 + "var c = http.Client{}",
    "long line": "var x = " + "http.Client{}, " * 20_000,
    "NUL": "\0" * 100_000 + "http.Get",
    "imports": "",
}


@pytest.mark.parametrize("name", SOURCES)
def test_go_that_blows_up(name: str, victim: Victim) -> None:
    imports = "".join(f'import a{n} "net/http"\n' for n in range(5_000)) if name == "imports" else ""
    victim.plant({"bomb.go": f'package shop\n\nimport "net/http"\n{imports}\n{SOURCES[name]}\n'})
    done = victim.run("check", "--output-format", "concise", start=LIMITED)
    # A notice reports code that is too deep for a rule, which is not the same as no finding.
    assert done.returncode == (2 if "failed here and was skipped" in done.stderr else 1), done.stderr
    assert "leak.go:6:15: " in done.stdout
    assert "Traceback" not in done.stderr


def test_a_file_without_end_in_sight(victim: Victim) -> None:
    with (victim.repository / "huge.go").open("wb") as file:
        file.write(b'package shop\n\nimport "net/http"\n\nvar c = http.Client{}\n')
        file.truncate(50_000_000_000)
    done = victim.run("check", start=LIMITED)
    assert done.returncode == 1
    assert "huge.go: not read: longer than 100,000,000 bytes" in done.stderr


def test_very_many_files(victim: Victim) -> None:
    victim.plant({f"many/{number}/a.go": "package a\n" for number in range(3_000)})
    victim.check()


@pytest.mark.parametrize("depth", [1_100, 5_000])
def test_a_folder_deeper_than_calls_may_nest(depth: int, victim: Victim) -> None:
    """The deeper one is deeper than a path may be long; a notice reports it, and nothing else is lost."""
    start = os.open(victim.repository, os.O_RDONLY)
    folders = [start]
    for _ in range(depth):
        os.mkdir("d", dir_fd=folders[-1])
        folders.append(os.open("d", os.O_RDONLY, dir_fd=folders[-1]))
        if len(folders) > 2:
            os.close(folders.pop(-2))
    descriptor = os.open("deep.go", os.O_WRONLY | os.O_CREAT, dir_fd=folders[-1])
    os.write(descriptor, LEAK.encode())
    for each in (descriptor, *folders):
        os.close(each)
    try:
        for arguments in (("--cache-dir", "../cache"), ("--cache-dir", "../cache"), ("--new-from-rev", "HEAD")):
            done = victim.run("check", "--output-format", "concise", *arguments)
            assert "Traceback" not in done.stderr
            assert ("deep.go:6:15: " in done.stdout) == (depth < 4_096 // 2)
            assert ("cannot be listed: File name too long" in done.stderr) == (depth > 4_096 // 2)
            assert ("\nleak.go:6:15: " in f"\n{done.stdout}") == ("--new-from-rev" not in arguments)
    finally:
        # pytest would nest as deeply, and so would Python itself.
        subprocess.run(["rm", "-r", str(victim.repository / "d")], check=True)  # noqa: S607
