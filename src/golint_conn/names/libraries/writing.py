"""Writing: from models of packages to the text of a file of models, which reads back as the same models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from golint_conn.names.libraries.entries import EVERY_ARGUMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from golint_conn.names.libraries.entries import Acquires, FunctionModel, PackageModel, TypeModel


def written(packages: Iterable[PackageModel], comments: Mapping[tuple[str, str], Iterable[str]]) -> str:
    """Return the text of a file of models; `comments` go above the entries, by package and name.

    References are left out, and so are declarations, imports and clients.
    """
    return "\n".join("".join(f"{line}\n" for line in _package(each, comments)) for each in packages)


def _package(package: PackageModel, comments: Mapping[tuple[str, str], Iterable[str]]) -> Iterator[str]:
    yield "[[model]]"
    yield f"package = {_text(package.package)}"
    if package.name:
        yield f"name = {_text(package.name)}"
    for function in package.functions:
        yield ""
        yield from (f"# {line}" for line in comments.get((package.package, function.name), ()))
        yield from _function(function)
    for each in package.types:
        yield ""
        yield from (f"# {line}" for line in comments.get((package.package, each.name), ()))
        yield from _type(each)


def _function(function: FunctionModel) -> Iterator[str]:
    yield "[[model.function]]"
    yield f"names = [{_text(function.name)}]"
    if function.acquires is not None:
        yield from _acquires(function.acquires)
    if function.exempt:
        yield f"exempt = {_texts(sorted(function.exempt))}"
    if function.arguments:
        places = ((_place(at), effect.value) for at, effect in function.arguments)
        yield f"arguments = {{ {', '.join(f'{at} = {_text(effect)}' for at, effect in places)} }}"
    if function.receiver is not None:
        yield f"receiver = {_text(function.receiver.value)}"
    if function.dials is not None:
        network = f"network = {function.dials.network}, " if function.dials.network is not None else ""
        yield f"dials = {{ {network}address = {function.dials.address} }}"
    if function.talks is not None:
        yield f"talks = {_text(function.talks.value)}"
    flags = (("returns", function.returns, True), ("reads", function.reads, False), ("fills", function.fills, False))
    yield from (f"{name} = {str(value).lower()}" for name, value, usual in flags if value is not usual)


def _acquires(acquires: Acquires) -> Iterator[str]:
    yield f"acquires = {_text(acquires.kind)}"
    if acquires.result:
        yield f"result = {acquires.result}"
    if acquires.part is not None:
        yield f"part = {_texts(acquires.part)}"
    if acquires.failure is not None:
        yield f"failure = {_text(acquires.failure.value)}"


def _type(each: TypeModel) -> Iterator[str]:
    yield "[[model.type]]"
    yield f"name = {_text(each.name)}"
    yield f"obligation = {_text(each.obligation)}"
    if each.part is not None:
        yield f"part = {_texts(each.part)}"


def _place(at: int) -> str:
    return '"*"' if at == EVERY_ARGUMENT else str(at)


def _text(value: str) -> str:
    # A basic string of TOML is one of JSON; TOML has one more control character to escape, and no surrogate pairs.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
