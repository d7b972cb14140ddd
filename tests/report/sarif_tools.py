"""Validation of SARIF with what its authors offer: the JSON schema, and sarif-multitool with GitHub's own rules.

Both come from one npm package, which is installed once into a cache folder outside the repository. Where npm or its
registry cannot be had, `unavailable()` says why, and tests are skipped with that reason.
"""

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE_SECONDS

VERSION = "5.7.0"

_PLATFORM = {"darwin": "darwin", "win32": "win32"}.get(sys.platform, "linux")
_PACKAGES = (f"@microsoft/sarif-multitool@{VERSION}", f"@microsoft/sarif-multitool-{_PLATFORM}@{VERSION}")
_LEVELS = ("error", "warning")


class UnavailableError(Exception):
    """The tools cannot be had here; the message says why."""


@functools.cache
def unavailable() -> str:
    """Return why SARIF cannot be validated here; empty if it can."""
    try:
        _tool()
    except UnavailableError as error:
        return str(error)
    return ""


def validate(sarif_text: str) -> list[str]:
    """Return all errors of the JSON schema, and all errors and warnings of sarif-multitool; raise UnavailableError."""
    return [*schema_errors(sarif_text), *multitool_findings(sarif_text)]


def schema_errors(sarif_text: str) -> list[str]:
    """Return all errors of the official JSON schema."""
    return [f"schema: {error.json_path}: {error.message}" for error in _validator().iter_errors(json.loads(sarif_text))]


def multitool_findings(sarif_text: str, levels: tuple[str, ...] = _LEVELS) -> list[str]:
    """Return what sarif-multitool reports at some levels, by the rules of SARIF and those of GitHub."""
    with tempfile.TemporaryDirectory() as folder:
        log, report = Path(folder, "log.sarif"), Path(folder, "report.sarif")
        log.write_text(sarif_text, encoding="utf-8")
        command = [_tool(), "validate", log, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note"]
        done = subprocess.run(
            [*map(str, command), "-o", str(report), "--log", "ForceOverwrite"],
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        )
        if not report.exists():
            return [f"multitool: no report was written: {done.stdout}{done.stderr}"]
        run = json.loads(report.read_text(encoding="utf-8-sig"))["runs"][0]
    return [_told(each, run) for each in [*run.get("results", []), *_notifications(run)] if _level(each) in levels]


def _level(found: dict[str, Any]) -> str:
    level: str = found.get("level", "warning")
    return level


def _notifications(run: dict[str, Any]) -> list[dict[str, Any]]:
    kinds = ("toolExecutionNotifications", "toolConfigurationNotifications")
    return [each for invocation in run.get("invocations", []) for kind in kinds for each in invocation.get(kind, [])]


def _told(found: dict[str, Any], run: dict[str, Any]) -> str:
    """Return a result of the validator with the arguments of its message put in."""
    message = found["message"]
    text = message.get("text", "")
    if not text:
        descriptors = {each["id"]: each for each in run["tool"]["driver"].get("rules", [])}
        strings = descriptors.get(found.get("ruleId", ""), {}).get("messageStrings", {})
        text = strings.get(message.get("id", ""), {}).get("text", message.get("id", ""))
        for index, argument in enumerate(message.get("arguments", [])):
            text = text.replace(f"{{{index}}}", argument)
    return f"multitool: {_level(found)} {found.get('ruleId', '')}: {text}"


@functools.cache
def _validator() -> Any:  # noqa: ANN401 - jsonschema chooses the class by the schema
    import jsonschema.validators  # noqa: PLC0415 - takes 70 ms

    schema = json.loads(next(_package().rglob("sarif-2.1.0.json")).read_text(encoding="utf-8-sig"))
    return jsonschema.validators.validator_for(schema)(schema)


@functools.cache
def _tool() -> Path:
    name = "Sarif.Multitool.exe" if _PLATFORM == "win32" else "Sarif.Multitool"
    tool = next(_package().rglob(name), None)
    if tool is None:
        message = "the package of sarif-multitool for this platform holds no program"
        raise UnavailableError(message)
    tool.chmod(tool.stat().st_mode | 0o100)
    return tool


@functools.cache
def _package() -> Path:
    """Return the folder of the installed packages, installing them on first use."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "golint-conn-tests")
    folder = cache / f"sarif-multitool-{VERSION}-{_PLATFORM}"
    if not folder.exists():
        _install(folder)
    return folder


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is not installed"
        raise UnavailableError(message)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as half:
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", half, *_PACKAGES]
        try:
            subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True, cwd=half)
        except subprocess.CalledProcessError as error:
            message = f"npm could not install sarif-multitool: {(error.stderr.strip().splitlines() or ['?'])[-1]}"
            raise UnavailableError(message) from error
        except (OSError, subprocess.TimeoutExpired) as error:
            message = f"npm could not install sarif-multitool: {error}"
            raise UnavailableError(message) from error
        try:  # renamed when complete, so that another run never sees half of it
            Path(half, "node_modules").rename(folder)
        except OSError:  # another run was first, and its packages are as good
            if not folder.exists():
                raise
