"""Discovery: from the paths that people name to the Go files to look at.

One walk serves all patterns. What the walk must leave out comes from four sources, each asked at most once: Go's own
names (module `pattern`), go.mod and go.work, git, and the configured excludes. Like the go command, it does not follow
symbolic links to folders, so no walk can go in circles. Files that are named explicitly are always read.
"""

import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from golint_conn.finding import Notice, NoticeKind
from golint_conn.names.gomod import ModuleFile, parse_module_file
from golint_conn.run.git.ignored import GitError, ignored_paths, work_tree
from golint_conn.run.globs import gitignore
from golint_conn.run.pattern import (
    WILDCARD,
    FolderPattern,
    folder_pattern,
    is_go_file,
    passed_over,
    wildcard_pattern,
)
from golint_conn.run.request import UsageError
from golint_conn.source.paths import entries, is_file, is_own_folder, is_there, resolved
from golint_conn.source.reader import Reader

GIT_FOLDER = ".git"
MODULE_FILE = "go.mod"


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files to look at, absolute and sorted, and what could not be looked at.

    `modules` maps the folder of each module that was walked completely to its files; outside any module, each folder
    counts as one.
    """

    files: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    modules: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Excludes:
    """The configured exclude patterns, as in a .gitignore in the folder `base`."""

    base: str
    patterns: tuple[str, ...] = ()

    def matcher(self) -> Callable[[str], bool]:
        """Return the test for an absolute path, which ends in a slash if it is a folder."""
        if not self.patterns:
            return lambda _: False
        spec = gitignore(self.patterns)
        base = resolved(self.base)

        def excluded(path: str) -> bool:
            relative = os.path.relpath(path, base).replace(os.sep, "/")
            outside = relative.startswith("../") or relative in {".", ".."}
            return not outside and spec.match_file(relative + "/" * path.endswith(os.sep))

        return excluded


def discover(  # noqa: PLR0913 (where to look, and what to leave out)
    paths: Sequence[str],
    cwd: str,
    reader: Reader,
    excludes: Excludes,
    *,
    force_exclude: bool = False,
    there: Container[str] = (),
) -> Discovery:
    """Return the files that the paths mean; raise UsageError with every path that means none.

    `there` are the absolute paths of files that need not be on disk: an editor has not saved them yet.
    """
    patterns, files = _named(paths, cwd, there)
    excluded = excludes.matcher()
    if force_exclude:
        files = [path for path in files if not excluded(path)]
        patterns = [each for each in patterns if not excluded(each.base + os.sep)]
    found = _walked(patterns, reader, excluded)
    every = tuple(sorted({*files, *found.files}))
    none = () if every else (Notice("", 0, f"no Go files in {', '.join(paths)}", NoticeKind.CONFIG),)
    return Discovery(every, (*found.notices, *none), found.modules)


def discover_module(folder: str, reader: Reader, excludes: Excludes, *, deep: bool) -> Discovery:
    """Return the files of the module in a folder; unless `deep`, only those directly in the folder."""
    pattern = folder_pattern(folder, crosses_modules=False, deep=deep)
    return _walked([pattern], reader, excludes.matcher())


def _walked(patterns: Sequence[FolderPattern], reader: Reader, excluded: Callable[[str], bool]) -> Discovery:
    """Return the files that some patterns mean."""
    walk = _Walk(reader, excluded)
    if patterns:
        walk.ask_git({pattern.base for pattern in patterns})
    for pattern in patterns:
        walk.run(pattern)
    modules = {folder: frozenset(files) for folder, files in walk.modules.items()}
    return Discovery(tuple(sorted({*walk.files})), tuple(walk.notices), modules)


def _named(paths: Sequence[str], cwd: str, there: Container[str]) -> tuple[list[FolderPattern], list[str]]:
    """Return the patterns to walk and the files that are named explicitly."""
    patterns: list[FolderPattern] = []
    files: list[str] = []
    problems: list[str] = []
    for text in paths:
        if (place := _place(Path(cwd, text))) in there:
            files.append(place)
            continue
        try:
            _name(text, cwd, patterns, files)
        except UsageError as error:
            problems += error.messages
        except OSError as error:
            problems.append(f"{text}: {error.strerror}")
    if problems:
        raise UsageError(*problems)
    return patterns, files


def _name(text: str, cwd: str, patterns: list[FolderPattern], files: list[str]) -> None:
    """Add what one argument means; raise UsageError if it means nothing, OSError if that cannot be checked."""
    path = Path(cwd, text)
    # A file can have this name, and a hook passes names of files.
    if WILDCARD in text and not path.is_file():
        pattern = wildcard_pattern(text.replace(os.sep, "/"), cwd)
        if not Path(pattern.base).is_dir():
            message = f"{text}: no such folder"
            raise UsageError(message)
        patterns.append(pattern)
        return
    if path.is_dir():
        patterns.append(folder_pattern(str(path)))
        return
    if not path.exists():
        message = f"{text}: no such file or folder (import paths are not looked up: name files, folders or ./...)"
        raise UsageError(message)
    if not text.endswith(".go"):
        message = f"{text}: not a Go file"
        raise UsageError(message)
    if not path.is_file() or not os.access(path, os.R_OK):
        message = f"{text}: cannot be read"
        raise UsageError(message)
    files.append(_place(path))


def _place(path: Path) -> str:
    """Return a path with all links but the last resolved: the folder decides the package, the file's name the build."""
    return str(Path(resolved(path.parent), path.name))


@dataclass(frozen=True, slots=True)
class _Module:
    """The module around a folder during a walk: its folder, and what its go.mod leaves out."""

    folder: str = ""
    rooted: frozenset[str] = frozenset()
    anywhere: tuple[str, ...] = ()

    @classmethod
    def at(cls, folder: str, file: ModuleFile) -> "_Module":
        rooted = (os.path.normpath(f"{folder}/{each}") for each in file.ignores if each.startswith("./"))
        anywhere = (f"/{each.strip('/')}" for each in file.ignores if not each.startswith("./"))
        return cls(folder, frozenset(rooted), tuple(anywhere))

    def ignores(self, path: str) -> bool:
        return path in self.rooted or path[len(self.folder) :].endswith(self.anywhere)


class _Walk:
    """Walks folders and collects files; one for all patterns of a run."""

    def __init__(self, reader: Reader, excluded: Callable[[str], bool]) -> None:
        self.files: list[str] = []
        self.modules: dict[str, list[str]] = {}
        self.notices: list[Notice] = []
        self._reader = reader
        self._excluded = excluded
        self._ignored: set[str] = set()

    def report(self, path: str, message: str, kind: NoticeKind = NoticeKind.UNREADABLE) -> None:
        """Add a notice about an absolute path, or about none."""
        shown = os.fsencode(self._reader.display(path)).decode("utf-8", "backslashreplace") if path else ""
        self.notices.append(Notice(shown, 0, message, kind))

    def ask_git(self, bases: set[str]) -> None:
        """Learn what git ignores below some folders; an ignored folder that was named is read anyway."""
        trees: dict[str, set[str]] = {}
        for base in bases:
            tree = work_tree(base)
            if tree is not None:
                trees.setdefault(tree, set()).add(base)
        for tree, folders in trees.items():
            try:
                self._ignored |= ignored_paths(tree, folders)
            except GitError as error:
                message = f"git could not say which files are ignored, so they are read too: {error}"
                self.report(tree, message, NoticeKind.CONFIG)

    def run(self, pattern: FolderPattern) -> None:
        """Collect the files that a pattern means."""
        boundary = _Boundary(pattern.base, pattern.crosses_modules, self._reader)
        stack = [(pattern.base, "", boundary.home)]
        while stack:
            folder, relative, module = stack.pop()
            found = self._entries(folder)
            if folder != pattern.base:
                names = {entry.name for entry in found}
                if MODULE_FILE in names:
                    if not boundary.enters(folder):
                        continue
                    module = boundary.module(folder)
                if GIT_FOLDER in names:
                    self.ask_git({folder})
            wanted, before = pattern.matches(relative), len(self.files)
            for entry in found:
                if is_own_folder(entry):
                    if pattern.deep and not self._left_out(entry, module):
                        stack.append((entry.path, f"{relative}/{entry.name}" if relative else entry.name, module))
                elif wanted and is_go_file(entry.name):
                    self._add(entry)
            if pattern.is_whole and (module is not boundary.home or module.folder in {"", pattern.base}):
                self.modules.setdefault(module.folder or folder, []).extend(self.files[before:])

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            return entries(folder)
        except OSError as error:
            self.report(folder, f"the folder cannot be listed: {error.strerror}")
            return []

    def _left_out(self, entry: os.DirEntry[str], module: _Module) -> bool:
        path = entry.path
        return passed_over(entry.name) or path in self._ignored or module.ignores(path) or self._excluded(path + os.sep)

    def _add(self, entry: os.DirEntry[str]) -> None:
        path = entry.path
        if path in self._ignored or self._excluded(path):
            return
        try:
            regular = entry.is_file()
            path.encode("utf-8")
        except UnicodeEncodeError:
            self.report(path, "the path is not valid UTF-8, so the file is not read")
        except OSError as error:
            self.report(path, f"not read: {error.strerror}")
        else:
            if regular:
                self.files.append(path)
            elif entry.is_symlink() and not is_there(path):
                self.report(path, "a symbolic link to nothing")


class _Boundary:
    """Where a walk stops because another module begins."""

    def __init__(self, base: str, crosses: bool, reader: Reader) -> None:  # noqa: FBT001 (a field of the pattern)
        self._base = base
        self._crosses = crosses
        self._reader = reader

    def enters(self, folder: str) -> bool:
        """Return whether a walk continues into a folder that has its own go.mod.

        Members of the go.work are main modules like the one around the base. If there is neither a module around the
        base nor a go.work, no module is the main one, and all of them are meant.
        """
        if self._crosses or folder in self._members:
            return True
        return not self.home.folder and not self._members

    def module(self, folder: str) -> _Module:
        """Return the module that begins at a folder."""
        return _Module.at(folder, self._parse(Path(folder, MODULE_FILE)))

    @cached_property
    def home(self) -> _Module:
        """The module around the base; one without a folder if there is none."""
        for folder in _upwards(self._base):
            if is_file(folder / MODULE_FILE):
                return self.module(str(folder))
        return _Module()

    @cached_property
    def _members(self) -> frozenset[str]:
        named = os.environ.get("GOWORK", "")
        candidates = [Path(named)] if named else [folder / "go.work" for folder in _upwards(self._base)]
        path = next((each for each in candidates if is_file(each)), None)
        if path is None:
            return frozenset()
        return frozenset(resolved(path.parent / use) for use in self._parse(path).uses)

    def _parse(self, path: Path) -> ModuleFile:
        try:
            return parse_module_file(self._reader.read(str(path)).decode("utf-8", "replace"))
        except OSError:
            return ModuleFile()


def _upwards(folder: str) -> Iterator[Path]:
    yield Path(folder)
    yield from Path(folder).parents
