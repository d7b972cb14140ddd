"""What configuration files declare as data: where it may be, what of it counts, and what is reported about the rest."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from golint_conn.names.libraries.entries import Effect, Failure
from golint_conn.rule.declared.declarations import Declared
from golint_conn.run.config.resolved import rule_infos, settings_of, sources_of
from golint_conn.run.config.schema import schema
from golint_conn.run.request import CheckRequest, UsageError
from tests.face.conftest import child_environment

WriteTree = Callable[..., Path]

POOL = """
[[obligation]]
name = "pool connection"
acquired_by = ["a.org/pool.Get"]
released_by = ["Release"]
"""


def declared(root: Path, **asked: object) -> Declared:
    found = settings_of(CheckRequest(cwd=str(root), **asked)).sources.declared  # type: ignore[arg-type]
    assert found is not None
    return found


def problems(root: Path, **asked: object) -> list[str]:
    with pytest.raises(UsageError) as caught:
        settings_of(CheckRequest(cwd=str(root), **asked))  # type: ignore[arg-type]
    return [message.replace(f"{root}/", "") for message in caught.value.messages]


def test_nothing_is_declared_by_a_plain_configuration(tree: WriteTree) -> None:
    root = tree({".golint-conn.toml": 'level = "audit"\n'})
    assert settings_of(CheckRequest(cwd=str(root))).sources.declared is None
    assert settings_of(CheckRequest(cwd=str(tree({})), use_config=False)).sources.declared is None


def test_all_that_can_be_declared(tree: WriteTree) -> None:
    text = f"""{POOL}
result = 1
failure = "ok"
part = ["Inner"]
consumed_by = ["a.org/pool.Keep"]
wrapped_by = ["a.org/pool.Wrap"]
exempt = ["a.org/pool.Peek"]
severity = "error"

[[model]]
package = "a.org/other"

[[model.function]]
names = ["Open", "Pool.Open"]
acquires = "pool connection"
failure = "never"
arguments = {{ 0 = "takes-on-success", "*" = "borrows" }}
"""
    found = declared(tree({".golint-conn.toml": text}))
    (obligation,) = found.obligations
    kind = obligation.kind
    assert (kind.name, kind.result, kind.failure, kind.part) == ("pool connection", 1, Failure.OK, ("Inner",))
    assert kind.released_by == {"Release"}
    assert dict(kind.effects) == {"a.org/pool.Keep": Effect.TAKES, "a.org/pool.Wrap": Effect.WRAPS}
    assert kind.exempt == {"a.org/pool.Peek"}
    (package,) = found.packages
    assert [each.name for each in package.functions] == ["Open", "Pool.Open"]
    (open_, _) = package.functions
    assert (open_.argument(0), open_.argument(3)) == (Effect.TAKES_ON_SUCCESS, Effect.BORROWS)
    assert open_.reference == ".golint-conn.toml"
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 (what was just written)
    assert hash(found) == hash(replace(found))


def test_a_declared_rule_is_one_like_any_other(tree: WriteTree) -> None:
    text = POOL + '[rules.pool-connection-not-released]\nseverity = "note"\n'
    root = tree({".golint-conn.toml": f'select = ["pool-connection-not-released"]\n{text}'})
    assert problems(root, select=("pool-conection-not-released",)) == [
        '"pool-conection-not-released" is neither a rule nor a category; did you mean "pool-connection-not-released"?'
    ]
    settings = settings_of(CheckRequest(cwd=str(root)))
    assert [each.label for each in settings.severities.values()] == ["note"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[obligation]]\n", ['1: obligation: has no "name"']),
        (f"{POOL}severty = 1\n", ['6: obligation.severty: no such key; did you mean "severity"?']),
        (f'{POOL}severity = "warn"\n', ['6: obligation.severity: cannot be "warn"; did you mean "warning"?']),
        (f"{POOL}result = -1\n", ["6: obligation.result: must be a whole number, counted from 0"]),
        (f'{POOL}message = "{{x}}"\n', ["6: obligation.message: can hold {thing}, and no other braces"]),
        (f'{POOL}done = "{{x}}"\n', ["6: obligation.done: can hold no braces"]),
        (f'{POOL}id = "Pool"\n', ['6: obligation.id: "Pool" is not in lower-case-with-hyphens']),
        (f"{POOL}id = 'conn-not-closed'\n", ['6: obligation.id: there is a rule "conn-not-closed" already']),
        (f'{POOL}id = "contract-broken"\n', ['6: obligation.id: there is a rule "contract-broken" already']),
        (f"{POOL}cwe = [0]\n", ["6: obligation.cwe: must be a list of numbers, such as [772]"]),
        (f"{POOL}notes = {{ leek = 'x' }}\n", ['6: obligation.notes: "leek" is not a way to lose it; did you mean "leak"?']),
        (
            POOL.replace("pool connection", "connection"),
            ['3: obligation.name: there is an obligation "connection" already'],
        ),
        (POOL + POOL, ['8: obligation.name: there is an obligation "pool connection" already']),
        (POOL + POOL.replace("pool c", "pool-c"), [
            '8: obligation.name: there is a rule "pool-connection-not-released" already'
        ]),
        (
            '[[obligation]]\nname = "x"\n',
            ["1: obligation: nothing acquires it: give acquired_by or types, or a [[model]] that acquires it"],
        ),
        ("obligation = 1\n", ["1: obligation: must be written as [[obligation]] tables"]),
        ("[model]\npackage = 'a'\n", ["1: model: must be written as [[model]] tables"]),
        ("[[model]]\npackage = 'a'\nfunction = 1\n", ["3: model.function: must be written as tables in double brackets"]),
        (
            ("[[model]]\npackage = 'a'\n[[model]]\npackage = 'b'\n[[model.function]]\nnames = ['F']\n"
            "acquires = 'conection'\n"),
            ['7: model.function.acquires: there is no obligation "conection"; did you mean "connection"?'],
        ),
        (
            ("[[model]]\npackage = 'a'\n[[model.function]]\nnames = ['F']\n[[model]]\npackage = 'a'\n"
            "[[model.function]]\nnames = ['F']\n"),
            ['5: model: "F" of a has two entries'],
        ),
        ("[[model]]\npackage = 'a'\ndeclarations = '''\nfunc F(\n'''\n", ["3: model.declarations: not Go: func F("]),
        ('models = ["../x.toml"]\n', [
            '1: models: "../x.toml" lies outside the folder of this file; --models FILE reads any file'
        ]),
        ('pinned = ["/etc/passwd"]\n', ['1: pinned: "/etc/passwd" lies outside the folder of this file']),
        ('models = "x.toml"\n', ["1: models: must be a list of strings, not a string"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, said: list[str], tree: WriteTree) -> None:
    root = tree({".golint-conn.toml": text})
    assert sorted(problems(root)) == sorted(f".golint-conn.toml:{each}" for each in said)


def test_everything_wrong_is_told_at_once(tree: WriteTree) -> None:
    root = tree(
        {
            ".golint-conn.toml": 'levl = "audit"\nmodels = ["a.toml", "none.toml", "bad.toml"]\n[[obligation]]\n',
            "a.toml": '[[model]]\npackage = "a"\nnme = "b"\n[modle]\n',
            "bad.toml": "=",
        }
    )
    assert problems(root) == [
        "none.toml: No such file or directory",
        "bad.toml:1: not valid TOML: Invalid statement (at line 1, column 1)",
        'a.toml:4: modle: no such key; did you mean "model"?',
        '.golint-conn.toml:3: obligation: has no "name"',
        'a.toml:3: model.nme: no such key; did you mean "name"?',
        '.golint-conn.toml:1: levl: no such key; did you mean "level"?',
    ]


def test_a_link_does_not_lead_outside(tree: WriteTree, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text(POOL)
    root = tree({".golint-conn.toml": 'models = ["link.toml"]\n'})
    (root / "link.toml").symlink_to(tmp_path / "secret.toml")
    assert problems(root) == [
        '.golint-conn.toml:1: models: "link.toml" lies outside the folder of this file; --models FILE reads any file'
    ]
    root.joinpath(".golint-conn.toml").write_text("")
    assert declared(root, models=("link.toml",)).kinds[0].name == "pool connection"
    assert declared(root, models=("../secret.toml",)).obligations[0].where == "../secret.toml"


def test_files_add_up_and_the_nearest_counts(tree: WriteTree) -> None:
    model = "[[model]]\npackage = 'a'\n[[model.function]]\nnames = ['F']\nacquires = 'connection'\nresult = {}\n"
    root = tree(
        {
            "base.toml": f'models = ["lint/base.toml"]\n{POOL}',
            "lint/base.toml": model.format(1),
            "work/.golint-conn.toml": 'extend = "../base.toml"\nmodels = ["own.toml"]\n' + model.format(2),
            "work/own.toml": model.format(3),
            "asked.toml": model.format(4),
        }
    )

    def result(**asked: object) -> int:
        library = declared(root / "work", **asked).library()
        acquires = library.functions("a")["F"].acquires
        assert acquires is not None
        return acquires.result

    assert result() == 3
    assert result(models=("../asked.toml",)) == 4
    (root / "work/own.toml").write_text("")
    assert result() == 2
    (root / "work/.golint-conn.toml").write_text('extend = "../base.toml"\n')
    assert result() == 1
    assert [each.name for each in declared(root / "work").kinds] == ["pool connection"]


def test_pins_are_read_and_never_believed(tree: WriteTree) -> None:
    root = tree(
        {
            ".golint-conn.toml": 'pinned = ["pins.toml"]\n',
            "pins.toml": "[[model]]\npackage = 'a'\n[[model.function]]\nnames = ['F']\nacquires = 'connection'\n",
        }
    )
    found = declared(root)
    assert [(pin.where, pin.package.package) for pin in found.pins] == [("pins.toml", "a")]
    assert not found.library().functions("a")
    assert declared(root, with_pins=False).pins == ()
    (root / "pins.toml").write_text(POOL)
    assert problems(root) == ['pins.toml:2: obligation: no such key; valid: "model"']


def test_the_digest_is_that_of_what_is_declared(tree: WriteTree) -> None:
    text = f'{POOL}exempt = ["a.org/pool.A", "a.org/pool.B", "a.org/pool.C"]\n'
    root = tree({".golint-conn.toml": text})
    own = declared(root).digest
    code = (
        "from golint_conn.run.config.resolved import sources_of; from golint_conn.run.request import CheckRequest;"
        "print(sources_of(CheckRequest()).declared.digest)"
    )
    for seed in "123":
        environment = child_environment(PYTHONHASHSEED=seed)
        done = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, check=True)
        assert done.stdout.decode().strip() == own
    (root / ".golint-conn.toml").write_text(text.replace("pool.C", "pool.D"))
    assert declared(root).digest != own


def test_rules_are_listed_without_settings(tree: WriteTree) -> None:
    root = tree({".golint-conn.toml": POOL})
    sources = sources_of(CheckRequest(cwd=str(root)))
    assert sources.declared is not None
    assert [info.id for _, info, _ in sources.declared.rules()] == ["pool-connection-not-released"]
    assert "contract-broken" in {info.id for info in rule_infos(sources)}


@pytest.mark.parametrize(
    ("document", "is_valid"),
    [
        ({"obligation": [{"name": "x", "released_by": ["()"], "failure": "ok"}]}, True),
        ({"obligation": [{"released_by": ["()"]}]}, False),
        ({"obligation": [{"name": "x", "notes": {"leek": "y"}}]}, False),
        (
            {"model": [{"package": "a", "function": [{"names": ["F"], "arguments": {"0": "wraps", "*": "takes"}}]}]},
            True,
        ),
        ({"model": [{"package": "a", "function": [{"names": ["F"], "arguments": {"x": "wraps"}}]}]}, False),
        ({"model": [{"package": "a", "function": [{"names": ["F"], "arguments": {"0": "eats"}}]}]}, False),
        ({"model": [{"package": "a", "type": [{"name": "T"}]}]}, False),
        ({"models": ["a.toml"], "pinned": []}, True),
    ],
)
def test_the_schema_is_that_of_the_tables(document: dict[str, object], is_valid: bool) -> None:  # noqa: FBT001
    errors = list(jsonschema.Draft7Validator(schema(rule_infos())).iter_errors(document))
    assert (not errors) is is_valid
