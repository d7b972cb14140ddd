"""What is skimmed from the text of the library data equals what the parsed data say."""

from pathlib import Path

import pytest

from golint_conn.flow import kinds
from golint_conn.flow.obligation import ObligationKind
from golint_conn.names import libraries
from golint_conn.names.libraries.index import written
from golint_conn.names.libraries.library import Library
from golint_conn.names.libraries.skimming import skimmed
from golint_conn.rule.checking.prefilter import Needed
from golint_conn.rule.terms import Terms

KINDS = [each for each in vars(kinds).values() if isinstance(each, ObligationKind)]
PACKAGES = [
    path.relative_to(libraries.FOLDER).as_posix().removesuffix(libraries.SUFFIX)
    for path in sorted(libraries.FOLDER.rglob(f"*{libraries.SUFFIX}"))
]


def test_the_index_is_what_the_data_say() -> None:
    data = skimmed(libraries.FOLDER, libraries.SUFFIX)
    assert written(libraries.FOLDER) == data, "run python -m golint_conn.dev.docs"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_entry_is_found(kind: ObligationKind) -> None:
    models, found = Library(), libraries.handing(kind.name)
    for package in PACKAGES:
        functions = [each for each in models.functions(package).values() if each.acquires is not None]
        acquiring = [each.name for each in functions if each.acquires is not None and each.acquires.kind == kind.name]
        named = {name.rpartition(".")[2] for name in acquiring}
        named |= {each.name for each in models.types(package).values() if each.obligation == kind.name}
        assert named <= found.get(package, frozenset()), package


def test_a_file_may_import_any_version(tmp_path: Path) -> None:
    (tmp_path / "a.org").mkdir()
    (tmp_path / "a.org" / "b.toml").write_text(
        'package = "a.org/b"\n\n[[function]]\nnames = ["Open", "Client.Get"]\nacquires = "stream"\nreference = "x"\n'
    )
    assert libraries.handing("stream", tmp_path) == {"a.org/b": frozenset({"Open", "Get"})}
    assert libraries.handing("connection", tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (b'import "github.com/minio/minio-go/v7"\nvar _ = c.GetObject', True),
        (b'import "github.com/minio/minio-go"\nvar _ = c.GetObject', True),
        (b'import "github.com/minio/minio-go/v7/pkg"\nvar _ = c.GetObject', False),
        (b'import "github.com/minio/minio-go/v7"\nvar _ = c.PutObject', False),
        (b'import es "github.com/elastic/go-elasticsearch/v8"\nvar _ = res.Body', True),
    ],
)
def test_the_pre_filter_knows_the_packages(text: bytes, *, holds: bool) -> None:
    assert Needed(Terms(handing=(kinds.STREAM.name,))).holds(text) is holds
