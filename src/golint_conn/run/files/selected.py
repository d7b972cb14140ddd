"""Files: what a run discovers, restricted by the settings and by what git tracks."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from golint_conn.names.buildtags import is_test_file
from golint_conn.names.modules import Module
from golint_conn.run.config.settings import Settings
from golint_conn.run.files.discovery import Discovery, Excludes, discover, discover_module
from golint_conn.source.reader import Reader


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one tree that a run can look at."""

    settings: Settings
    reader: Reader
    excludes: Excludes

    def found(
        self, paths: Sequence[str], cwd: str, *, force_exclude: bool = False, there: Container[str] = ()
    ) -> Discovery:
        """Return the files that the paths mean, as `discover` does."""
        return self._counted(discover(paths, cwd, self.reader, self.excludes, force_exclude=force_exclude, there=there))

    def of_module(self, module: Module) -> Discovery:
        """Return the files of a module; outside any module, those of one folder."""
        folder, is_named = module.directory, bool(module.file.module)
        return self._counted(discover_module(folder, self.reader, self.excludes, deep=is_named))

    def _counted(self, found: Discovery) -> Discovery:
        modules = {folder: frozenset(filter(self._counts, files)) for folder, files in found.modules.items()}
        return replace(found, files=tuple(filter(self._counts, found.files)), modules=modules)

    def _counts(self, path: str) -> bool:
        return self.reader.is_member(path) and not (self.settings.tests == "off" and is_test_file(path))
