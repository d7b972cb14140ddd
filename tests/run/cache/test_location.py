"""Where the cache is, by default and as configured."""

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from golint_conn.run.cache.location import LocationError, cache_folder, default_folder
from golint_conn.run.config.options import OPTIONS

HOME = {"HOME": "/home/gopher"}


@pytest.mark.skipif(sys.platform == "win32", reason="with paths of other systems")
@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({"GOLINT_CONN_CACHE_DIR": "/own/cache", "XDG_CACHE_HOME": "/xdg", **HOME}, "linux", "/own/cache"),
        ({"GOLINT_CONN_CACHE_DIR": "/own/../cache/", **HOME}, "darwin", "/cache"),
        ({"GOLINT_CONN_CACHE_DIR": "", "XDG_CACHE_HOME": "/xdg", **HOME}, "linux", "/xdg/golint-conn"),
        ({"XDG_CACHE_HOME": "/xdg", **HOME}, "darwin", "/xdg/golint-conn"),
        ({"XDG_CACHE_HOME": "relative", **HOME}, "linux", "/home/gopher/.cache/golint-conn"),
        (HOME, "linux", "/home/gopher/.cache/golint-conn"),
        (HOME, "freebsd14", "/home/gopher/.cache/golint-conn"),
        (HOME, "darwin", "/home/gopher/Library/Caches/golint-conn"),
        ({"LOCALAPPDATA": "/Users/gopher/AppData/Local"}, "win32", "/Users/gopher/AppData/Local/golint-conn"),
    ],
)
def test_the_default(environment: dict[str, str], platform: str, folder: str) -> None:
    assert default_folder(environment, platform) == folder


@pytest.mark.parametrize(
    ("environment", "platform", "reason"),
    [
        ({"GOLINT_CONN_CACHE_DIR": "cache", **HOME}, "linux", "GOLINT_CONN_CACHE_DIR must be an absolute path"),
        ({"HOME": "."}, "linux", "neither GOLINT_CONN_CACHE_DIR nor HOME"),
        ({}, "win32", "neither GOLINT_CONN_CACHE_DIR nor LOCALAPPDATA"),
    ],
)
def test_no_place_counts_from_the_working_directory(environment: dict[str, str], platform: str, reason: str) -> None:
    with pytest.raises(LocationError, match=reason):
        default_folder(environment, platform)


def test_what_the_command_line_names_comes_first_and_counts_from_there() -> None:
    environment = {"GOLINT_CONN_CACHE_DIR": "/own/cache"}
    assert cache_folder("", "/code", environment) == "/own/cache"
    assert cache_folder("../cache", "/code", environment) == os.path.normpath("/cache")
    assert cache_folder("/there", "/code", environment) == os.path.normpath("/there")


def test_the_platform_keeps_caches_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOLINT_CONN_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert default_folder() == platformdirs.user_cache_dir("golint-conn", appauthor=False).removesuffix(r"\Cache")


def test_the_tests_do_not_use_the_cache_of_who_runs_them() -> None:
    code = "from golint_conn.run.cache.location import default_folder; print(default_folder())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == default_folder() == os.environ["GOLINT_CONN_CACHE_DIR"]
    assert not Path(default_folder()).is_relative_to(Path.home() / ".cache")


def test_a_configuration_file_cannot_say_it() -> None:
    """It comes with the analyzed code."""
    assert not [name for name in OPTIONS if "cache" in name]
