"""Fixing in rounds: what overlaps waits, what does harm is taken back, and a run over everything has the last word."""

from collections.abc import Callable, Container, Mapping
from dataclasses import replace

from golint_conn.finding import Applicability, Confidence, Finding, Fix, Location, LocationKind, Severity
from golint_conn.fixing import MOST_ROUNDS, fix
from golint_conn.fixing.candidates import SAFE, UNSAFE
from golint_conn.run.result import RunResult
from golint_conn.source import Edit, Span

Offer = Callable[[str, bytes, int], list[Edit]]


def run_of(files: Mapping[str, bytes], offer: Offer, applicability: Applicability = Applicability.SAFE) -> RunResult:
    """Return a run that finds each `bad` in its files, and each `worse`, for which there is no fix."""
    findings = []
    for path, data in files.items():
        for word in (b"bad", b"worse"):
            at = data.find(word)
            while at >= 0:
                place = Location(path, Span(at, at + len(word)), LocationKind.PRIMARY)
                edits = offer(path, data, at) if word == b"bad" else []
                fixes = (Fix("Make it good", tuple(edits), applicability),) if edits else ()
                findings.append(
                    Finding(
                        word.decode(), "m", Severity.ERROR, Confidence.HIGH, (place,), anchor=word.decode(), fixes=fixes
                    )
                )
                at = data.find(word, at + 1)
    return RunResult(
        "/r",
        tuple(sorted(findings, key=lambda each: each.sort_key)),
        (),
        (),
        overlay=dict(files),
        named=frozenset(files),
    )


class Runs:
    """Makes runs over files in memory, and counts them."""

    def __init__(
        self, files: Mapping[str, str], offer: Offer, applicability: Applicability = Applicability.SAFE
    ) -> None:
        self.files = {path: text.encode() for path, text in files.items()}
        self.offer, self.applicability = offer, applicability
        self.scopes: list[Container[str] | None] = []

    def first(self) -> RunResult:
        return run_of(self.files, self.offer, self.applicability)

    def __call__(self, overlay: Mapping[str, bytes], folders: Container[str] | None) -> RunResult:
        self.scopes.append(folders)
        result = run_of({**self.files, **overlay}, self.offer, self.applicability)
        if folders is None:
            return result
        return replace(
            result, findings=tuple(each for each in result.findings if each.primary.path.rpartition("/")[0] in folders)
        )


def word(path: str, _: bytes, at: int) -> list[Edit]:
    return [Edit(path, Span(at, at + 3), "ok_")]


def test_all_that_can_be_is_fixed_at_once() -> None:
    runs = Runs({"a/a.go": "package a // bad bad", "b/b.go": "package b // bad"}, word)
    done = fix(runs.first(), runs)
    assert {path: data.decode() for path, data in done.after.items()} == {
        "a/a.go": "package a // ok_ ok_",
        "b/b.go": "package b // ok_",
    }
    assert (len(done.fixed), done.refused, done.rounds, done.result.fixed) == (3, [], 1, 3)
    assert runs.scopes == [{"a", "b"}, None]


def test_fixes_that_overlap_take_rounds() -> None:
    def whole(path: str, data: bytes, at: int) -> list[Edit]:
        return [Edit(path, Span(0, len(data)), (data[:at] + b"ok_" + data[at + 3 :]).decode())]

    runs = Runs({"a.go": "package a // bad bad bad"}, whole)
    done = fix(runs.first(), runs)
    assert done.after["a.go"] == b"package a // ok_ ok_ ok_"
    assert done.rounds == 3


def test_rounds_are_bounded() -> None:
    # Each fix leaves one finding less, and the whole file is its edit.
    def whole(path: str, data: bytes, at: int) -> list[Edit]:
        return [Edit(path, Span(0, len(data)), (data[:at] + b"ok_" + data[at + 3 :]).decode())]

    runs = Runs({"a.go": "package a //" + " bad" * (MOST_ROUNDS + 5)}, whole)
    done = fix(runs.first(), runs)
    assert (done.rounds, len(done.fixed), len(done.result.findings)) == (MOST_ROUNDS, MOST_ROUNDS, 5)


def test_a_fix_after_which_nothing_parses_is_taken_back() -> None:
    def offer(path: str, data: bytes, at: int) -> list[Edit]:
        return [Edit(path, Span(0, 7), "}")] if at < 15 else word(path, data, at)

    runs = Runs({"a.go": "package a // bad bad"}, offer)
    done = fix(runs.first(), runs)
    assert done.after["a.go"] == b"package a // bad ok_"
    assert [refusal.reason for refusal in done.refused] == ["the file would not parse"]
    assert "taken back, because the file would not parse: Make it good" in done.result.notices[0].message
    assert [finding.fixes for finding in done.result.findings] == [()]


def test_a_fix_that_does_not_help_is_taken_back() -> None:
    def offer(path: str, _: bytes, at: int) -> list[Edit]:
        text = "still bad" if path == "a.go" else "ok_"
        return [Edit(path, Span(at, at + 3), text)]

    runs = Runs({"a.go": "package a // bad", "b/b.go": "package b // bad"}, offer)
    done = fix(runs.first(), runs)
    assert set(done.after) == {"b/b.go"}
    assert [refusal.reason for refusal in done.refused] == ["its finding would stay"]


def test_of_many_only_the_culprit_is_taken_back() -> None:
    def offer(path: str, data: bytes, at: int) -> list[Edit]:
        return [Edit(path, Span(at, at + 3), "worse" if data[at + 4 : at + 5] == b"!" else "ok_")]

    runs = Runs({"a.go": "package a // bad bad bad bad ! bad"}, offer)
    done = fix(runs.first(), runs)
    assert done.after["a.go"] == b"package a // ok_ ok_ ok_ bad ! ok_"
    assert [refusal.reason for refusal in done.refused] == ["a finding of worse would appear"]


def test_harm_in_a_package_that_was_not_looked_at_is_found_in_the_end() -> None:
    class Far(Runs):
        def __call__(self, overlay: Mapping[str, bytes], folders: Container[str] | None) -> RunResult:
            if b"ok_" in overlay.get("a/a.go", b""):
                overlay = {**overlay, "b/b.go": b"package b // worse"}
            return super().__call__(overlay, folders)

    runs = Far({"a/a.go": "package a // bad", "b/b.go": "package b"}, word)
    done = fix(runs.first(), runs)
    assert done.after == {}
    assert [refusal.reason for refusal in done.refused] == ["a finding of worse would appear"]


def test_what_is_held_back_is_left_alone() -> None:
    runs = Runs({"a.go": "package a // bad"}, word)
    first = runs.first()
    assert fix(replace(first, suppressed=first.findings), runs).after == {}


def test_unsafe_fixes_are_for_those_who_ask() -> None:
    runs = Runs({"a.go": "package a // bad"}, word, Applicability.UNSAFE)
    assert fix(runs.first(), runs, SAFE).after == {}
    assert fix(runs.first(), runs, UNSAFE).after == {"a.go": b"package a // ok_"}
    shown = Runs({"a.go": "package a // bad"}, word, Applicability.DISPLAY_ONLY)
    assert fix(shown.first(), shown, UNSAFE).after == {}


def test_a_fix_that_reaches_into_a_file_that_was_not_named_is_not_made() -> None:
    def offer(path: str, data: bytes, at: int) -> list[Edit]:
        more = [Edit("b/b.go", Span(8, 9), "c")] if path == "c/c.go" else []
        return [*word(path, data, at), *more]

    runs = Runs({"a/a.go": "package a // bad", "b/b.go": "package b", "c/c.go": "package c // bad"}, offer)
    done = fix(replace(runs.first(), named=frozenset({"a/a.go", "c/c.go"})), runs)
    assert set(done.after) == {"a/a.go"}
    reason = "b/b.go may not be changed (it is not one of the files to be checked)"
    text = f"c/c.go:1: a fix of bad was not made, because {reason}: Make it good"
    assert [str(notice) for notice in done.result.notices] == [text]
    assert [finding.fixes for finding in done.result.findings] == [()]
