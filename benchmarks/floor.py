"""The floor: the minimum work to find candidates in Go files, as a separate script.

It reads every file once, searches its bytes for the words of the pre-filter and parses the matching files, in several
processes. The files and the words are its input; none of golint-conn's code runs here. Usage: floor.py PLAN, where
PLAN is a JSON file as `plan.Plan` writes it. Prints the numbers of the files that passed, as JSON.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_CHUNK = 16
_NUMBER = 4

# The head of a file ends where its first declaration starts.
_HEAD_END = re.compile(rb"^(?:func|type|var|const)\b", re.MULTILINE)
_BLOCK_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(rb'["`]([^"`\\\s]+)["`]')
_MAJOR_VERSION = re.compile(rb"/v[0-9]+(?=/|$)")

Test = Callable[[bytes], object]


def main() -> None:
    """Execute the plan named on the command line."""
    plan = json.loads(Path(sys.argv[1]).read_bytes())
    files, workers = plan["files"], plan["workers"]
    if workers == 1:
        passed = work(plan["groups"], files, range(0, len(files), _CHUNK))
    else:
        passed = [number for part in shared(plan["groups"], files, workers) for number in part]
    sys.stdout.write(json.dumps(sorted(passed)))


def shared(groups: list[dict[str, list[str]]], files: list[str], workers: int) -> Iterator[list[int]]:
    """Yield the passing files of each forked process; the processes take chunks of files from one pipe."""
    chunks, giver = os.pipe()
    answers = []
    for _ in range(workers):
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.close(giver)
            passed = work(groups, files, taken(chunks))
            with os.fdopen(writer, "w") as out:
                json.dump(passed, out)
            os._exit(0)
        os.close(writer)
        answers.append(reader)
    os.close(chunks)
    with os.fdopen(giver, "wb") as out:
        for start in range(0, len(files), _CHUNK):
            out.write(start.to_bytes(_NUMBER))
    for answer in answers:
        with os.fdopen(answer) as text:
            yield json.load(text)
    for _ in range(workers):
        if os.wait()[1]:
            sys.exit("a worker failed")


def taken(pipe: int) -> Iterator[int]:
    """Yield starts of chunks until none is left."""
    while data := os.read(pipe, _NUMBER):
        yield int.from_bytes(data)


def work(groups: list[dict[str, list[str]]], files: list[str], starts: Iterator[int] | range) -> list[int]:
    """Return the numbers of the passing files in the chunks that start at `starts`, and parse these files."""
    # The grammar is loaded after the fork, as each process needs it and none has it yet.
    import tree_sitter  # noqa: PLC0415
    import tree_sitter_go  # noqa: PLC0415

    parse = tree_sitter.Parser(tree_sitter.Language(tree_sitter_go.language())).parse
    passes = byte_search(groups)
    passed = []
    for start in starts:
        for number in range(start, min(start + _CHUNK, len(files))):
            try:
                with open(files[number], "rb", buffering=0) as file:  # noqa: PTH123 (the fastest way)
                    data = file.read()
            except OSError:
                continue
            if passes(data):
                parse(data)
                passed.append(number)
    return passed


def byte_search(groups: list[dict[str, list[str]]]) -> Test:
    """Return a test whether bytes hold, for one of the groups, an import and a word, or a word that suffices."""
    tests = [(frozenset(path.encode() for path in group["imports"]), _words(group["words"])) for group in groups]
    alone = _words(sorted({word for group in groups for word in group["alone"]}))

    def passes(data: bytes) -> bool:
        head = _BLOCK_COMMENT.sub(b"", data) if b"/*" in data[:65536] else data
        end = _HEAD_END.search(head)
        written = _IMPORT.findall(head, 0, end.start() if end else len(head))
        imports = frozenset(written).union(_MAJOR_VERSION.sub(b"", path) for path in written)
        if any(not paths.isdisjoint(imports) and words(data) for paths, words in tests):
            return True
        return bool(alone(data))

    return passes


def _words(words: list[str]) -> Test:
    if not words:
        return lambda _: False
    plain = [word.encode() for word in words]
    search = re.compile(rb"\b(?:" + b"|".join(map(re.escape, plain)) + rb")\b").search
    return lambda data: any(word in data for word in plain) and search(data)


if __name__ == "__main__":
    main()
