"""What a check loads: nothing that is for authors of rules, even if it uses a team's own rule files."""

import subprocess
import sys
from pathlib import Path

import pytest

from golint_conn.dev.authoring.scaffold import scaffold

REPORT_MODULES = """
import sys
from golint_conn.face.cli import main
code = main(sys.argv[1:])
print(*sorted(sys.modules), sep="\\n")
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", "--no-config", "a.go"), 0),
        (("check", "--no-config", "--rules-dir", "lint", "a.go"), 0),
        (("check", "--no-config", "--fix", "--rules-dir", "lint", "a.go"), 0),
        (("rules",), 0),
        (("rule", "cancel-not-called"), 0),
    ],
)
def test_a_check_loads_nothing_for_authors(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    (tmp_path / "a.go").write_text('package p\n\nimport "net/http"\n\nvar c = http.DefaultClient\n', encoding="utf-8")
    (tmp_path / "lint").mkdir()
    own = scaffold("own-rule", "query", None)
    (tmp_path / "lint" / "own_rule.py").write_text(own, encoding="utf-8")
    command = [sys.executable, "-c", REPORT_MODULES, *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    loaded = done.stdout.split()
    assert done.returncode == code, done.stderr
    assert {"golint_conn.rule.loading.registry", "golint_conn.rule.loading.descriptions"} & {*loaded}
    assert [name for name in loaded if name.startswith(("libcst", "golint_conn.dev"))] == []


@pytest.mark.parametrize("action", ["vet", "migrate"])
def test_the_look_at_modules_would_see_it(tmp_path: Path, action: str) -> None:
    (tmp_path / "own_rule.py").write_text(scaffold("own-rule", "query", None), encoding="utf-8")
    command = [sys.executable, "-c", REPORT_MODULES, "rules", action, str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert {"libcst", "golint_conn.dev"} <= set(done.stdout.split())
