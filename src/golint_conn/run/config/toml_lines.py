"""The lines of the keys in a TOML text.

`tomllib` gives no lines. They are computed only to report an error: the text is cut into statements, each the shortest
run of lines that parses by itself, and each statement says which keys it sets.
"""

from collections import Counter
from collections.abc import Callable, Iterator

KeyPath = tuple[str, ...]
"""The parts of a key; for an element of an array of tables, its number, counted from 0."""


def line_finder(text: str) -> Callable[[KeyPath, str], int]:
    """Return the function from a key of a valid text, and a value in it, to its line, counted from 1."""
    lines = text.replace("\r\n", "\n").split("\n")
    places: dict[KeyPath, range] = dict(_statements(lines))

    def line_of(key: KeyPath, value: str) -> int:
        known = next((key[:end] for end in range(len(key), 0, -1) if key[:end] in places), ())
        statement = places.get(known, range(1))
        holding = (at for at in statement if value and f'"{value}"' in lines[at].replace("'", '"'))
        return next(holding, statement.start) + 1

    return line_of


def _statements(lines: list[str]) -> Iterator[tuple[KeyPath, range]]:
    """Yield each key that a valid text sets or opens, with the lines (counted from 0) of its statement."""
    import tomllib  # noqa: PLC0415 (only a mistake needs it)

    table: KeyPath = ()
    counts: Counter[KeyPath] = Counter()
    start = 0
    for end in range(1, len(lines) + 1):
        try:
            parsed = tomllib.loads("\n".join(lines[start:end]) + "\n")
        except tomllib.TOMLDecodeError:
            continue
        opening = lines[start].lstrip()
        paths = list(_paths(parsed))
        if opening.startswith("[["):
            array = (*_below_last(paths[-1][:-1], counts), paths[-1][-1])
            table = (*array, str(counts[array]))
            counts[array] += 1
            yield table, range(start, end)
        elif opening.startswith("["):
            paths = [_below_last(path, counts) for path in paths]
            yield from ((path, range(start, end)) for path in paths)
            table = paths[-1]
        else:
            yield from ((table + path, range(start, end)) for path in paths)
        start = end


def _below_last(path: KeyPath, counts: Counter[KeyPath]) -> KeyPath:
    """Return the path of a table as the text means it: below an array of tables it belongs to the last element."""
    found: KeyPath = ()
    for part in path:
        found = (*found, part)
        if counts[found]:
            found = (*found, str(counts[found] - 1))
    return found


def _paths(value: object) -> Iterator[KeyPath]:
    if isinstance(value, list):
        for each in value:
            yield from _paths(each)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield (key,)
            yield from ((key, *path) for path in _paths(inner))
