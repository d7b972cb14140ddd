"""The language server, as an editor uses it: a process of its own that speaks the protocol over stdio."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import attrs
import pytest
from lsprotocol import types

from golint_conn.face.server.analysis import REASON, Analyst
from golint_conn.face.server.jobs import CheckJob, Offered, OffersJob, Scope
from golint_conn.finding import Applicability, Fix
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.run.check import check
from golint_conn.run.config.resolved import rule_infos
from golint_conn.run.request import CheckRequest
from golint_conn.run.result import RunResult
from golint_conn.source import Edit, Span
from tests.face.conftest import ROOT, child_environment
from tests.face.editor import EVERYTHING, Editor, applied, editing, session
from tests.patience import PATIENCE_SECONDS, until

pytestmark = pytest.mark.slow

WriteTree = Callable[..., Path]

MODULE = "module shop.example\n\ngo 1.22\n"
FETCH = """package fetch

import "net/http"

// Open hands its response to the caller.
func Open(url string) (*http.Response, error) {
	return http.Get(url)
}
"""
CLOSING_FETCH = FETCH.replace(
    "	return http.Get(url)\n",
    "	resp, err := http.Get(url)\n	if err != nil {\n		return nil, err\n	}\n"
    "	defer resp.Body.Close()\n	return &http.Response{StatusCode: resp.StatusCode}, nil\n",
)
USER = """package main

import "shop.example/fetch"

func use() int {
	resp, err := fetch.Open("https://a.example")
	if err != nil {
		return 0
	}
	return resp.StatusCode
}
"""
LEAK = """package main

import (
	"context"
	"net/http"
)

func status(ctx context.Context) int {
	req, _ := http.NewRequestWithContext(ctx, "GET", "https://a.example", nil)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	return resp.StatusCode
}
"""
CLEAN = LEAK.replace("	return resp", "	defer resp.Body.Close()\n	return resp")
DIAL = """package main

import (
	"net"
	"net/http"
)

var old = &http.Transport{
	Dial: func(network, addr string) (net.Conn, error) { return net.Dial(network, addr) },
}

//golint-conn:ignore keep-alives-disabled until=2020-01-01 -- was needed once
var quiet = &http.Transport{IdleConnTimeout: 1}
"""
NOT_CLOSED = "response-body-not-closed"


def uri(root: Path, name: str) -> str:
    return (root / name).as_uri()


def codes(found: list[types.Diagnostic]) -> list[str]:
    return [str(each.code) for each in found]


def lines(found: list[types.Diagnostic], code: str) -> list[int]:
    return [each.range.start.line for each in found if each.code == code]


def edits_of(action: types.CodeAction, root: Path, name: str) -> list[types.TextEdit]:
    assert action.edit is not None
    changes = action.edit.document_changes or ()
    edited = [each for each in changes if isinstance(each, types.TextDocumentEdit)]
    return [edit for each in edited if each.text_document.uri == uri(root, name) for edit in each.edits]


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


linux = pytest.mark.skipif(sys.platform != "linux", reason="the processes of a process are looked up in /proc")


def test_an_open_file_is_checked_at_once(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": LEAK}, git=True)

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(uri(root, "leak.go"), LEAK, version=7)
            found = await editor.diagnostics(uri(root, "leak.go"), 7)
        assert codes(found) == [NOT_CLOSED]
        told = found[0]
        assert told.range == types.Range(types.Position(9, 14), types.Position(9, 40))
        assert told.message.startswith("The response body from this call is never closed.\nhelp: ")
        assert (told.severity, told.source) == (types.DiagnosticSeverity.Error, "golint-conn")
        assert told.code_description is not None
        assert told.code_description.href.endswith(f"/docs/rules/{NOT_CLOSED}.md")
        related = [(each.location.range.start.line, each.message) for each in told.related_information or ()]
        assert (13, "this path returns without closing the body") in related
        assert (9, "1. acquired here") in related
        assert (10, "2. condition is false: err != nil") in related

    session(work())


def test_what_counts_is_the_unsaved_text(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": CLEAN}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(name, CLEAN)
            assert await editor.diagnostics(name, 1) == []
            editor.change(name, LEAK, 2)
            assert codes(await editor.diagnostics(name, 2)) == [NOT_CLOSED]
            editor.change(name, CLEAN, 3)
            assert await editor.diagnostics(name, 3) == []
            editor.change(name, LEAK, 4)
            await editor.diagnostics(name, 4)
            before = len(editor.published)
            editor.save(name)
            assert codes(await editor.diagnostics(name, 4, after=before)) == [NOT_CLOSED]
            before = len(editor.published)
            editor.close(name)
            assert await editor.diagnostics(name, None, after=before) == []
            assert editor.last(name) == []
        assert (root / "leak.go").read_text(encoding="utf-8") == CLEAN

    session(work())


def test_of_many_changes_the_last_is_answered(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": CLEAN}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(name, CLEAN)
            await editor.diagnostics(name, 1)
            for version in range(2, 30):
                editor.change(name, LEAK.replace("a.example", f"{version}.example"), version)
            assert codes(await editor.diagnostics(name, 29)) == [NOT_CLOSED]
        versions = [each.version for each in editor.published if each.uri == name]
        assert versions == sorted(versions, key=lambda each: each or 0)
        assert len(set(versions)) < 28, "not each of them"

    session(work())


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [
        (types.PositionEncodingKind.Utf8, (33, 59)),
        (types.PositionEncodingKind.Utf16, (30, 56)),
        (types.PositionEncodingKind.Utf32, (29, 55)),
    ],
)
def test_columns_are_in_the_encoding_agreed_on(
    encoding: types.PositionEncodingKind, columns: tuple[int, int], tree: WriteTree
) -> None:
    text = LEAK.replace("	resp, err", "	/* é😀 12345 */ resp, err")
    root = tree({"go.mod": MODULE, "leak.go": text}, git=True)
    capabilities = attrs.evolve(EVERYTHING, general=types.GeneralClientCapabilities(position_encodings=[encoding]))

    async def work() -> None:
        async with editing(root, capabilities=capabilities) as editor:
            assert editor.agreed.position_encoding == encoding
            editor.open(uri(root, "leak.go"), text)
            told = (await editor.diagnostics(uri(root, "leak.go")))[0]
        assert (told.range.start.character, told.range.end.character) == columns
        assert told.range.start.line == 9

    session(work())


@pytest.mark.parametrize(
    ("text", "line", "written"),
    [
        (LEAK.replace("\n", "\r\n"), 9, "\tdefer resp.Body.Close()\r\n"),
        (LEAK.replace("\n\nfunc", "\n\r\nfunc"), 9, "\tdefer resp.Body.Close()\n"),
        (LEAK.replace("\n\nfunc", "\n/* a\rb */\nfunc"), 10, "\tdefer resp.Body.Close()\n"),
    ],
)
def test_lines_end_as_editors_have_it(text: str, line: int, written: str, tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": text.encode()}, git=True)

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(uri(root, "leak.go"), text)
            found = await editor.diagnostics(uri(root, "leak.go"))
            assert lines(found, NOT_CLOSED) == [line]
            actions = await editor.actions(uri(root, "leak.go"), found[0].range)
        edits = edits_of(actions[0], root, "leak.go")
        assert [(each.new_text, each.range.start) for each in edits] == [(written, types.Position(line + 4, 0))]

    session(work())


def test_a_second_look_finds_what_other_files_cause(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "user.go": USER, "fetch/fetch.go": FETCH}, git=True)
    name = uri(root, "user.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(name, USER)
            await until(lambda: codes(editor.last(name)) == [NOT_CLOSED])
            assert lines(editor.last(name), NOT_CLOSED) == [5]
            # Until the next second pass it keeps its place among the lines.
            editor.change(name, USER.replace("func use", "// One more line.\nfunc use"), 2)
            assert lines(await editor.diagnostics(name, 2), NOT_CLOSED) == [6]
            editor.change(name, USER.replace("fetch.Open", "fetch.Other"), 3)
            assert await editor.diagnostics(name, 3) == []

    session(work())


def test_a_change_shows_in_other_open_files(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "user.go": USER, "fetch/fetch.go": CLOSING_FETCH}, git=True)
    user, fetch = uri(root, "user.go"), uri(root, "fetch/fetch.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(user, USER)
            editor.open(fetch, CLOSING_FETCH)
            await editor.rest()
            assert editor.last(user) == []
            editor.change(fetch, FETCH, 2)
            await until(lambda: codes(editor.last(user)) == [NOT_CLOSED])
            editor.change(fetch, CLOSING_FETCH, 3)
            await until(lambda: editor.last(user) == [])

    session(work())


CLIENT = """package main

import (
	"net/http"
	"time"
)

func newClient() *http.Client {
	return &http.Client{
		Timeout:   time.Second,
		Transport: &http.Transport{IdleConnTimeout: time.Minute, MaxIdleConnsPerHost: 16},
	}
}
"""
HANDLER = """package main

import "net/http"

func forecast(w http.ResponseWriter, r *http.Request) {
	resp, err := newClient().Get("https://weather.example/")
	if err != nil {
		return
	}
	defer resp.Body.Close()
	_ = resp.Write(w)
}

func main() {
	http.HandleFunc("/", forecast)
}
"""


def test_a_finding_in_a_file_that_is_not_open_leads_to_the_open_one(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "client.go": CLIENT, "main.go": HANDLER}, git=True)
    client, main = uri(root, "client.go"), uri(root, "main.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(client, CLIENT)
            await until(lambda: "client-per-call" in codes(editor.last(main)))
            told = next(each for each in editor.last(main) if each.code == "client-per-call")
            places = {each.location.uri: each.location.range.start for each in told.related_information or ()}
            assert places[client] == types.Position(10, 13)
            assert all(
                any(each.location.uri == client for each in every.related_information or ())
                for every in editor.last(main)
            )
            editor.close(client)
            await until(lambda: editor.last(main) == [])

    session(work())


def test_tags_are_for_clients_that_know_them(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "dial.go": DIAL}, git=True)
    name = uri(root, "dial.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(name, DIAL)
            tags = {each.code: each.tags for each in await editor.diagnostics(name)}
            assert tags["deprecated-transport-dial"] == (types.DiagnosticTag.Deprecated,)
            assert tags["ineffective-ignore"] == (types.DiagnosticTag.Unnecessary,)
            assert tags["missing-idle-timeout"] is None
        async with editing(root, capabilities=types.ClientCapabilities()) as editor:
            editor.open(name, DIAL)
            found = await editor.diagnostics(name)
            severities = {each.code: each.severity for each in found}
            assert severities["deprecated-transport-dial"] == types.DiagnosticSeverity.Warning
            assert severities["missing-dial-timeout"] == types.DiagnosticSeverity.Information
            for each in found:
                assert (each.tags, each.related_information, each.code_description) == (None, None, None)

    session(work())


def test_a_safe_fix_is_preferred_and_cures(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": LEAK}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(name, LEAK, version=3)
            told = (await editor.diagnostics(name, 3))[0]
            fixing, ignoring = await editor.actions(name, told.range)
            assert fixing.title == "Add defer resp.Body.Close() after the check of the error"
            assert (fixing.kind, fixing.is_preferred) == (types.CodeActionKind.QuickFix, True)
            assert [each.code for each in fixing.diagnostics or ()] == [NOT_CLOSED]
            assert fixing.edit is not None
            assert fixing.edit.document_changes is not None
            change = fixing.edit.document_changes[0]
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document == types.OptionalVersionedTextDocumentIdentifier(name, 3)
            assert applied(LEAK, edits_of(fixing, root, "leak.go")) == CLEAN.replace("}\n	defer", "}\n	defer")
            assert ignoring.is_preferred is None
            editor.change(name, CLEAN, 4)
            assert await editor.diagnostics(name, 4) == []
            assert await editor.actions(name, told.range) == []

    session(work())


def test_an_unsafe_fix_says_so(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "dial.go": DIAL}, git=True)
    name = uri(root, "dial.go")
    capabilities = attrs.evolve(EVERYTHING, workspace=None)

    async def work() -> None:
        async with editing(root, capabilities=capabilities) as editor:
            editor.open(name, DIAL)
            found = await editor.diagnostics(name)
            told = next(each for each in found if each.code == "missing-idle-timeout")
            action = (await editor.actions(name, told.range, "quickfix"))[0]
        assert action.title == "Set IdleConnTimeout: 90 * time.Second (unsafe: review what it changes)"
        assert action.is_preferred is None
        assert action.edit is not None
        assert action.edit.document_changes is None
        assert action.edit.changes is not None
        text = applied(DIAL, list(action.edit.changes[name]))
        assert '\t"time"\n' in text
        assert "IdleConnTimeout: 90 * time.Second," in text

    session(work())


def test_a_fix_that_does_not_help_is_not_offered(tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree({"go.mod": MODULE, "leak.go": LEAK}, git=True)
    useless = Fix("Praise it", (Edit("leak.go", Span(0, 0), "// Well done.\n\n"),), Applicability.SAFE)

    def check_with_useless_fix(request: CheckRequest, overlay: dict[str, bytes]) -> RunResult:
        result = check(request, overlay=overlay)
        return replace(result, findings=tuple(replace(each, fixes=(useless, *each.fixes)) for each in result.findings))

    monkeypatch.setattr("golint_conn.face.server.analysis.check", check_with_useless_fix)
    scope = Scope(CheckRequest(cwd=str(root), paths=("leak.go",)), {})
    analyst = Analyst()
    checked = analyst.perform(CheckJob(scope))
    offered = analyst.perform(OffersJob(scope, frozenset(each.identity for each in checked.findings)))
    assert isinstance(offered, Offered)
    assert [each.title.split()[0] for each in offered.offers] == ["Add", "Ignore"]
    assert "its finding would stay: Praise it" in offered.messages[0].text


def test_a_fix_can_change_a_file_that_is_not_open(tree: WriteTree) -> None:
    # It has findings of its own, which are not new.
    client = CLIENT.replace("IdleConnTimeout: time.Minute, ", "")
    root = tree({"go.mod": MODULE, "client.go": client, "main.go": HANDLER}, git=True)
    main = uri(root, "main.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(main, HANDLER)
            await editor.rest()
            told = next(each for each in editor.last(main) if each.code == "client-per-call")
            action = (await editor.actions(main, told.range))[0]
            assert action.title.startswith("Make it once, in the package variable forecastClient (unsafe")
            assert action.edit is not None
            edited = {
                each.text_document.uri: each.text_document.version
                for each in action.edit.document_changes or ()
                if isinstance(each, types.TextDocumentEdit)
            }
            assert edited == {main: 1, uri(root, "client.go"): None}
            text = applied(HANDLER, edits_of(action, root, "main.go"))
            assert "var forecastClient = sync.OnceValue(newClient)" in text

    session(work())


def test_fix_all_does_what_fix_does(tree: WriteTree) -> None:
    text = LEAK + LEAK.partition("\n)\n")[2].replace("status", "again") + DIAL.partition("\n)\n")[2]
    text = text.replace('	"net/http"\n', '	"net"\n	"net/http"\n', 1)
    root = tree({"go.mod": MODULE, "leak.go": text}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(name, text)
            await editor.diagnostics(name)
            start = types.Range(types.Position(0, 0), types.Position(0, 0))
            (action,) = await editor.actions(name, start, types.CodeActionKind.SourceFixAll.value)
            assert action.kind == "source.fixAll.golint-conn"
            fixed = applied(text, edits_of(action, root, "leak.go"))
            assert await editor.actions(name, start) == []
        command = (sys.executable, "-m", "golint_conn", "check", "--fix", "--exit-zero", "-q", "leak.go")
        process = await asyncio.create_subprocess_exec(*command, cwd=root, env=child_environment())
        assert await process.wait() == 0
        assert fixed == (root / "leak.go").read_text(encoding="utf-8")
        assert fixed.count("defer resp.Body.Close()") == 2
        assert "golint-conn:ignore" not in fixed

    session(work())


def test_a_finding_can_be_ignored(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": LEAK}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(name, LEAK)
            told = (await editor.diagnostics(name))[0]
            action = (await editor.actions(name, told.range))[-1]
            assert action.title == f"Ignore {NOT_CLOSED} here, with a reason to fill in"
            text = applied(LEAK, edits_of(action, root, "leak.go"))
            assert f"\t//golint-conn:ignore {NOT_CLOSED} -- {REASON}\n\tresp, err :=" in text
            editor.change(name, text, 2)
            assert await editor.diagnostics(name, 2) == []

    session(work())


def info_of(rule: str) -> RuleInfo:
    return next(each for each in rule_infos() if each.id == rule)


def test_hover_shows_the_documentation_of_the_rule(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": LEAK}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(name, LEAK)
            told = (await editor.diagnostics(name))[0]
            hover = await editor.hover(name, 9, 20)
            assert hover is not None
            assert isinstance(hover.contents, types.MarkupContent)
            assert hover.contents.kind == types.MarkupKind.Markdown
            assert info_of(NOT_CLOSED).documentation in hover.contents.value
            assert "**The response body from this call is never closed.**" in hover.contents.value
            assert hover.range == told.range
            assert await editor.hover(name, 0, 0) is None
        async with editing(root, capabilities=types.ClientCapabilities()) as editor:
            editor.open(name, LEAK)
            await editor.diagnostics(name)
            hover = await editor.hover(name, 9, 20)
            assert hover is not None
            assert isinstance(hover.contents, types.MarkupContent)
            assert hover.contents.kind == types.MarkupKind.PlainText

    session(work())


def test_errors_of_the_configuration_are_shown_once(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": LEAK, ".golint-conn.toml": "selekt = []\nlevel = 3\n"}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(name, LEAK)
            assert await editor.diagnostics(name) == []
            editor.change(name, LEAK + "\n", 2)
            await editor.diagnostics(name, 2)
            assert [each.type for each in editor.shown] == [types.MessageType.Error] * 2
            assert ".golint-conn.toml:1: selekt: no such key" in editor.shown[0].message
            assert ".golint-conn.toml:2: level: " in editor.shown[1].message
            watched = [each.register_options for each in editor.registered[0].registrations]
            assert "**/.golint-conn.toml" in str(watched[0])
            (root / ".golint-conn.toml").write_text('ignore = ["timeout"]\n', encoding="utf-8")
            before = len(editor.published)
            editor.disk_changed(uri(root, ".golint-conn.toml"))
            assert codes(await editor.diagnostics(name, 2, after=before)) == [NOT_CLOSED]
            assert len(editor.shown) == 2

    session(work())


def test_settings_of_files_and_of_the_command_line_count(tree: WriteTree) -> None:
    files = {
        "go.mod": MODULE,
        "leak.go": LEAK,
        "left/leak.go": LEAK,
        "vendor/other.example/leak.go": LEAK,
        "sub/leak.go": LEAK,
        ".golint-conn.toml": 'exclude = ["left/"]\n',
        "sub/.golint-conn.toml": f'[rules.{NOT_CLOSED}]\nseverity = "note"\n',
    }
    root = tree(files, git=True)

    async def work() -> None:
        async with editing(root) as editor:
            for name in ("left/leak.go", "vendor/other.example/leak.go", "sub/leak.go", "leak.go"):
                editor.open(uri(root, name), LEAK)
            await editor.rest()
            assert [each.severity for each in editor.last(uri(root, "leak.go"))] == [types.DiagnosticSeverity.Error]
            assert [each.severity for each in editor.last(uri(root, "sub/leak.go"))] == [
                types.DiagnosticSeverity.Information
            ]
            assert editor.last(uri(root, "left/leak.go")) == []
            assert editor.last(uri(root, "vendor/other.example/leak.go")) == []
            assert editor.shown == []
        async with editing(root, "--ignore", NOT_CLOSED) as editor:
            editor.open(uri(root, "leak.go"), LEAK)
            assert await editor.diagnostics(uri(root, "leak.go")) == []

    session(work())


def test_odd_addresses_do_no_harm(tree: WriteTree, tmp_path: Path) -> None:
    root = tree({"go.mod": MODULE, "a dir/größe%.go": LEAK, "gone/leak.go": LEAK}, git=True)
    outside = tmp_path / "outside.go"
    outside.write_text(LEAK, encoding="utf-8")
    odd = [
        "untitled:Untitled-1",
        "git:/repo/leak.go?%7B%22ref%22%3A%22HEAD%22%7D",
        "file:///c%3A/Users/me/leak.go",
        "file:///C:/Users/me/leak.go",
        "file://server/share/leak.go",
        "file:///%00/leak.go",
        "file:///%ff%fe/leak.go",
        "file://[half/leak.go",
        "vscode-notebook-cell:/x.go#1",
        "leak.go",
        "",
        outside.as_uri(),
        f"{root.as_uri()}/{'x' * 300}.go",
        f"{root.as_uri()}/no/such/folder/leak.go",
        f"{root.as_uri()}/.../leak.go",
    ]
    named = [root.as_uri() + "/a%20dir/gr%C3%B6%C3%9Fe%25.go", root.as_uri() + "/a dir/größe%25.go"]

    async def work() -> None:
        async with editing(root) as editor:
            for each in odd:
                editor.open(each, LEAK)
                editor.change(each, LEAK + "// \ud800", 2)
                await editor.hover(each, 9, 20)
                editor.save(each)
                editor.close(each)
            for each in named:
                editor.open(each, LEAK)
                assert codes(await editor.diagnostics(each)) == [NOT_CLOSED]
                before = len(editor.published)
                editor.close(each)
                assert await editor.diagnostics(each, None, after=before) == []
            editor.change(named[0], LEAK, 9)
            editor.close(named[0])
            gone = uri(root, "gone/leak.go")
            editor.open(gone, LEAK)
            await editor.diagnostics(gone)
            (root / "gone/leak.go").unlink()
            (root / "gone").rmdir()
            editor.disk_changed(gone, types.FileChangeType.Deleted)
            editor.change(gone, LEAK, 2)
            assert codes(await editor.diagnostics(gone, 2)) == [NOT_CLOSED]
            assert not any("this is a bug" in each.message for each in editor.shown)

    session(work())


def test_a_file_needs_no_work_tree_and_no_folder_of_the_editor(tree: WriteTree) -> None:
    root = tree({"leak.go": LEAK})
    names = [uri(root, "leak.go"), uri(root, "new/file.go")]

    async def work() -> None:
        async with editing(root, folders=False) as editor:
            for name in names:
                editor.open(name, LEAK)
                assert codes(await editor.diagnostics(name)) == [NOT_CLOSED]
            await editor.rest()
            assert [codes(editor.last(name)) for name in names] == [[NOT_CLOSED], [NOT_CLOSED]]
            assert editor.shown == []

    session(work())


def test_bytes_that_are_no_text_shift_nothing(tree: WriteTree) -> None:
    client = CLIENT.encode().replace(b"\t\tTransport", b"\t\t/* \xe9\xff */ Transport")
    root = tree({"go.mod": MODULE, "client.go": client, "main.go": HANDLER}, git=True)
    main = uri(root, "main.go")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(main, HANDLER)
            await until(lambda: "client-per-call" in codes(editor.last(main)))
            told = next(each for each in editor.last(main) if each.code == "client-per-call")
            places = {each.location.uri: each.location.range.start for each in told.related_information or ()}
            assert places[uri(root, "client.go")] == types.Position(10, 22)
            for each in editor.last(main):
                await editor.actions(main, each.range)
            assert editor.shown == []

    session(work())


ASKED = """
import asyncio, sys
from pathlib import Path
from golint_conn.face.cli import main
from golint_conn.face.server.analyser import Analyser
exchange = Analyser._exchange

async def telling(self, job):
    answer = asyncio.ensure_future(exchange(self, job))
    await asyncio.sleep(0)
    with Path("asked").open("a") as asked:
        asked.write("x")
    return await answer

Analyser._exchange = telling
sys.exit(main(["server"]))
"""
"""A server that writes into a file of its workspace whenever the analysis process gets a job."""


@asynccontextmanager
async def stopped(root: Path, name: str) -> AsyncIterator[tuple[Editor, int]]:
    """Return an editor, and the analysis process, which has been stopped and then asked about a new version."""
    async with editing(root, command=(sys.executable, "-c", ASKED)) as editor:
        editor.open(name, LEAK)
        await editor.diagnostics(name)
        await editor.rest()
        (analyser,) = children(editor.process.pid)
        os.kill(analyser, signal.SIGSTOP)
        before = (root / "asked").stat().st_size
        editor.change(name, LEAK.replace("a.example", "b.example"), 2)
        await until(lambda: (root / "asked").stat().st_size > before)
        yield editor, analyser


@linux
def test_the_server_answers_while_it_analyses_and_drops_what_is_stale(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": LEAK}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        async with stopped(root, name) as (editor, analyser):
            assert await editor.hover(name, 9, 20) is not None
            assert editor.shown == [], "it has not been given up yet"
            assert all(each.version == 1 for each in editor.published)
            editor.change(name, CLEAN, 3)
            assert await editor.diagnostics(name, 3) == []
            assert [each.version for each in editor.published if each.version == 2] == []
            await until(lambda: analyser not in children(editor.process.pid))

    session(work())


@linux
def test_a_crash_costs_one_answer_and_is_told_of(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": LEAK}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        async with stopped(root, name) as (editor, analyser):
            os.kill(analyser, signal.SIGKILL)
            await until(lambda: editor.shown)
            assert editor.shown[0].type == types.MessageType.Error
            assert "the analysis process died (signal 9)" in editor.shown[0].message
            editor.change(name, LEAK, 3)
            assert codes(await editor.diagnostics(name, 3)) == [NOT_CLOSED]

    session(work())


@linux
def test_nothing_is_left_behind_by_a_client_that_goes_without_a_word(tree: WriteTree) -> None:
    root = tree({"go.mod": MODULE, "leak.go": LEAK}, git=True)
    name = uri(root, "leak.go")

    async def work() -> None:
        editor = Editor()
        await editor.start_io(sys.executable, "-m", "golint_conn", "server", cwd=root, env=child_environment())
        await editor.initialize_async(types.InitializeParams(EVERYTHING, root_uri=root.as_uri()))
        editor.open(name, LEAK)
        await editor.diagnostics(name)
        (analyser,) = children(editor.process.pid)
        os.kill(analyser, signal.SIGSTOP)
        assert editor.process.stdin is not None
        editor.process.stdin.close()
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await editor.process.wait() == 1
        await editor.stop()
        await until(lambda: not Path(f"/proc/{analyser}").exists())

    session(work())


TRAP = "import pathlib\npathlib.Path(__file__).with_name('sprung').write_text(__name__)\n"


def test_nothing_of_the_workspace_is_imported_or_run(tree: WriteTree) -> None:
    modules = (
        "pygls",
        "lsprotocol",
        "attrs",
        "cattrs",
        "tree_sitter",
        "pathspec",
        "sitecustomize",
    )
    traps = {f"{name}/__init__.py" if "/" in name else f"{name}.py": TRAP for name in modules}
    settings = 'exclude = ["none/"]\nrules-dirs = ["rules"]\n'
    files = {"go.mod": MODULE, "leak.go": LEAK, "rules/bad_rule.py": TRAP, ".golint-conn.toml": settings, **traps}
    root = tree(files, git=True)
    (root / ".git" / "config").write_text("[core]\n\tfsmonitor = touch sprung\n", encoding="utf-8")

    async def work() -> None:
        async with editing(root) as editor:
            editor.open(uri(root, "leak.go"), LEAK)
            found = await editor.diagnostics(uri(root, "leak.go"))
            assert codes(found) == [NOT_CLOSED]
            assert len(await editor.actions(uri(root, "leak.go"), found[0].range)) == 2
            await editor.rest()
        assert not list(root.rglob("sprung"))

    session(work())


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['pygls'] = None; from golint_conn.face.cli import main; sys.exit(main(['server']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=child_environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs the package pygls, which is not installed: pip install 'golint-conn[lsp]'" in done.stderr


def blocks(language: str) -> list[str]:
    """Return the blocks of one language in the page about editors."""
    text = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    found = [part.partition("\n") for part in text.split("```")[1::2]]
    return [body for name, _, body in found if name == language]


def test_the_documented_commands_start_a_server() -> None:
    settings, _ = map(json.loads, blocks("json"))
    assert [settings["glspc.server.command"], *settings["glspc.server.commandArguments"]] == ["golint-conn", "server"]
    assert settings["glspc.server.languageId"] == ["go"]
    helix = tomllib.loads(*blocks("toml"))
    assert helix["language-server"]["golint-conn"] == {"command": "golint-conn", "args": ["server"]}
    assert "golint-conn" in helix["language"][0]["language-servers"]
    (neovim,) = blocks("lua")
    assert "cmd = { 'golint-conn', 'server' }," in neovim


def test_the_documented_task_finds_its_problems(tree: WriteTree) -> None:
    (task,) = json.loads(blocks("json")[1])["tasks"]
    root = tree({"go.mod": MODULE, "a (b)/leak.go": LEAK}, git=True)
    command = [sys.executable, "-m", task["command"].replace("-", "_"), *task["args"]]
    done = subprocess.run(command, cwd=root, env=child_environment(), capture_output=True, text=True, check=True)
    pattern = task["problemMatcher"]["pattern"]
    groups = [re.fullmatch(pattern["regexp"], line) for line in done.stdout.splitlines()]
    found = [tuple(each[pattern[name]] for name in ("file", "line", "column", "code")) for each in groups if each]
    assert len(found) == len(groups)
    assert found == [("a (b)/leak.go", "10", "15", NOT_CLOSED)]
