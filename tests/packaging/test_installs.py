"""A wheel, an sdist and an editable install hold the same golint-conn: every package, every rule, every data file.

Nothing is fetched: the builds use the setuptools that is installed, and the fresh environments borrow the running
interpreter's packages, which come after their own.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path
from typing import Any

import pytest

from tests.go_tool import ROOT

pytestmark = pytest.mark.slow

KINDS = ("wheel", "sdist", "editable")
SHIPPED = (".ci", "docs", "fixtures", "rules", "src", "tests", "setup.py")
LEFTOVERS = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*_cache")

LIST_CONTENTS = """
import importlib, json, pkgutil
import golint_conn, golint_conn.rules, golint_conn.names
from importlib.resources import files

def below(folder, prefix=""):
    for each in folder.iterdir():
        if each.is_dir():
            yield from below(each, f"{prefix}{each.name}/")
        else:
            yield prefix + each.name

print(json.dumps({
    "home": golint_conn.__file__,
    "modules": sorted(each.name for each in pkgutil.walk_packages(golint_conn.__path__, "golint_conn.")),
    "rules": sorted(each.name for each in pkgutil.iter_modules(golint_conn.rules.__path__)),
    "data": sorted(each for each in below(files("golint_conn.names")) if not each.endswith((".py", ".pyc"))),
    "typed": files("golint_conn").joinpath("py.typed").is_file(),
}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command without the caller's Python settings; return its output."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, so that builds leave nothing in the original."""
    copy = tmp_path_factory.mktemp("checkout")
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, copy)
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=LEFTOVERS)
    return copy


@pytest.fixture(scope="module")
def archives(checkout: Path) -> dict[str, Path]:
    """The wheel and the sdist; the wheel is built from the checkout, not by way of the sdist."""
    run(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", cwd=checkout)
    return {"wheel": next(checkout.glob("dist/*.whl")), "sdist": next(checkout.glob("dist/*.tar.gz"))}


@pytest.fixture(scope="module", params=KINDS)
def installed(
    request: pytest.FixtureRequest,
    checkout: Path,
    archives: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The folder of commands of a fresh environment into which golint-conn was installed in one of the three ways."""
    home = tmp_path_factory.mktemp(request.param)
    venv.create(home, with_pip=False)
    paths = sysconfig.get_paths(scheme="venv", vars={"base": str(home), "platbase": str(home)})
    borrowed = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    # A .pth file adds to the end of sys.path: what is installed here comes first.
    Path(paths["purelib"], "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
    target = ("--editable", checkout) if request.param == "editable" else (archives[request.param],)
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--force-reinstall")
    run(sys.executable, "-m", "pip", "--python", home, "install", *options, *target, cwd=home)
    return Path(paths["scripts"])


@pytest.fixture(scope="module")
def contents(installed: Path) -> dict[str, Any]:
    """What an installed golint-conn finds of itself."""
    found: dict[str, Any] = json.loads(run(installed / "python", "-c", LIST_CONTENTS, cwd=installed))
    return found


def test_what_is_imported_is_what_was_installed(contents: dict[str, Any], installed: Path, checkout: Path) -> None:
    home = Path(contents["home"])
    assert home.is_relative_to(installed.parent) or home.is_relative_to(checkout)


def test_the_rules_are_those_of_the_folder(contents: dict[str, Any]) -> None:
    assert contents["rules"] == sorted(path.stem for path in (ROOT / "rules").glob("[!_]*.py"))


def test_the_modules_are_those_of_the_source(contents: dict[str, Any]) -> None:
    source = ROOT / "src"
    files = (path.relative_to(source).with_suffix("") for path in source.glob("golint_conn/**/*.py"))
    modules = {".".join(path.parts).removesuffix(".__init__") for path in files} - {"golint_conn"}
    found = {name for name in contents["modules"] if not name.startswith("golint_conn.rules")}
    assert found == modules


def test_the_data_files_are_those_of_the_source(contents: dict[str, Any]) -> None:
    names = ROOT / "src" / "golint_conn" / "names"
    data = (path.relative_to(names) for path in names.rglob("*") if path.is_file())
    assert contents["data"] == sorted(path.as_posix() for path in data if path.suffix not in {".py", ".pyc"})
    assert contents["typed"]


def test_the_command_lists_every_rule(installed: Path) -> None:
    listed = run(installed / "golint-conn", "rules", cwd=installed)
    ids = {path.stem.replace("_", "-") for path in (ROOT / "rules").glob("[!_]*.py")}
    assert ids <= set(listed.split())


@pytest.mark.parametrize("folder", ["rules", "fixtures", "tests"])
def test_the_sdist_holds_whole_folders(folder: str, archives: dict[str, Path]) -> None:
    with tarfile.open(archives["sdist"]) as archive:
        shipped = {Path(*Path(name).parts[1:]) for name in archive.getnames()}
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    wanted = {path.relative_to(ROOT) for path in files if "__pycache__" not in path.parts}
    assert wanted <= shipped
