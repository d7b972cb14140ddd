"""The numbers of items, from run to run."""

from golint_conn.run.cache.dependencies import Dependencies, Numbered, Numbering
from golint_conn.run.cache.records import FileOutcome, RecordedInput


def test_a_new_item_takes_the_number_of_no_other() -> None:
    """Inputs that nothing depends on any more leave gaps among the numbers."""
    kept = {2: RecordedInput("file", ("/code/a.go",), b"a"), 7: RecordedInput("file", ("/code/b.go",), b"b")}
    numbering = Numbering(dict(kept))
    new = [("file", f"/code/new{number}.go") for number in range(9)]
    numbering.learn(Numbered("1.0", 0, ((("file", "/code/b.go"), b"b"), *((key, b"x") for key in new))))
    assert kept.items() <= numbering.inputs.items()
    assert len(numbering.inputs) == len(kept) + len(new)
    dependency = Dependencies("/code/b.go", "1.0", 0b1000000011, FileOutcome())
    depends_on = [numbering.inputs[number].arguments for number in numbering.numbers(dependency)]
    assert depends_on == [("/code/b.go",), ("/code/new0.go",), ("/code/new8.go",)]


def test_an_item_that_two_workers_meet_has_one_number() -> None:
    numbering = Numbering({})
    item = (("file", "/code/a.go"), b"a")
    for worker in ("1.0", "2.0"):
        numbering.learn(Numbered(worker, 3, (item,)))
    dependencies = [Dependencies("/code/a.go", worker, 0b1000, FileOutcome()) for worker in ("1.0", "2.0")]
    assert [numbering.numbers(dependency) for dependency in dependencies] == [(0,), (0,)]
    assert numbering.inputs == {0: RecordedInput("file", ("/code/a.go",), b"a")}
