"""An editor for tests: a real client of the language server, which runs as a process of its own and speaks over stdio."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.face.conftest import child_environment
from tests.patience import PATIENCE_SECONDS, until

EVERYTHING = types.ClientCapabilities(
    general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf16]),
    text_document=types.TextDocumentClientCapabilities(
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
            related_information=True,
            code_description_support=True,
            tag_support=types.ClientDiagnosticsTagOptions(list(types.DiagnosticTag)),
            version_support=True,
        ),
        hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
    ),
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
    ),
)


class Editor(LanguageClient):
    """Keeps what the server has said."""

    def __init__(self) -> None:
        super().__init__("test", "1")
        self._mark = 0
        self.agreed = types.ServerCapabilities()
        self.published: list[types.PublishDiagnosticsParams] = []
        self.shown: list[types.ShowMessageParams] = []
        self.logged: list[types.LogMessageParams] = []
        self.registered: list[types.RegistrationParams] = []
        self._keep(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, self.published)
        self._keep(types.WINDOW_SHOW_MESSAGE, self.shown)
        self._keep(types.WINDOW_LOG_MESSAGE, self.logged)
        self._keep(types.CLIENT_REGISTER_CAPABILITY, self.registered)

    def _keep(self, method: str, kept: list[Any]) -> None:
        @self.feature(method)
        def keep(params: Any) -> None:  # noqa: ANN401 (of another annotation pygls may make it the client)
            kept.append(params)

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._server is not None
        return self._server

    async def rest(self) -> None:
        """Wait until the server has finished the second pass after the last message to it."""
        await until(lambda: any(each.message.startswith("analyzed all") for each in self.logged[self._mark :]))

    def open(self, uri: str, text: str, version: int = 1) -> None:
        self._mark = len(self.logged)
        item = types.TextDocumentItem(uri, "go", version, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, uri: str, text: str, version: int) -> None:
        self._mark = len(self.logged)
        whole = types.TextDocumentContentChangeWholeDocument(text=text)
        named = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
        self.text_document_did_change(types.DidChangeTextDocumentParams(named, [whole]))

    def save(self, uri: str) -> None:
        self._mark = len(self.logged)
        self.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def close(self, uri: str) -> None:
        self._mark = len(self.logged)
        self.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def disk_changed(self, uri: str, kind: types.FileChangeType = types.FileChangeType.Changed) -> None:
        self.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([types.FileEvent(uri, kind)]))

    async def diagnostics(self, uri: str, version: int | None = 1, *, after: int = 0) -> list[types.Diagnostic]:
        """Return what is published first for a version of a document from some point on."""

        def found() -> list[types.PublishDiagnosticsParams]:
            return [each for each in self.published[after:] if each.uri == uri and each.version == version]

        await until(found)
        return list(found()[0].diagnostics)

    def last(self, uri: str) -> list[types.Diagnostic]:
        """Return what has been published last for a document."""
        return next((list(each.diagnostics) for each in reversed(self.published) if each.uri == uri), [])

    async def actions(self, uri: str, where: types.Range, *only: str) -> list[types.CodeAction]:
        context = types.CodeActionContext([], only or None)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), where, context)
        answer = await self.text_document_code_action_async(params)
        return [each for each in answer or () if isinstance(each, types.CodeAction)]

    async def hover(self, uri: str, line: int, column: int) -> types.Hover | None:
        place = types.Position(line, column)
        return await self.text_document_hover_async(types.HoverParams(types.TextDocumentIdentifier(uri), place))


@asynccontextmanager
async def editing(
    root: Path,
    *arguments: str,
    capabilities: types.ClientCapabilities = EVERYTHING,
    command: tuple[str, ...] = (sys.executable, "-m", "golint_conn", "server"),
    folders: bool = True,
    **environment: str,
) -> AsyncIterator[Editor]:
    """Return an editor that works on a folder, and shut the server down at the end."""
    editor = Editor()
    await editor.start_io(*command, *arguments, cwd=root, env=child_environment(**environment))
    async with asyncio.timeout(PATIENCE_SECONDS):
        root_uri = root.as_uri() if folders else None
        params = types.InitializeParams(capabilities, process_id=os.getpid(), root_uri=root_uri)
        editor.agreed = (await editor.initialize_async(params)).capabilities
    editor.initialized(types.InitializedParams())
    yield editor
    async with asyncio.timeout(PATIENCE_SECONDS):
        await editor.shutdown_async(None)
        editor.exit(None)
        assert await editor.process.wait() == 0
        await editor.stop()


def session(work: Coroutine[Any, Any, None]) -> None:
    """Run the work of one test."""
    asyncio.run(work)


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """Return a text of one-byte characters after some edits of it."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for edit in sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        start, end = (starts[each.line] + each.character for each in (edit.range.start, edit.range.end))
        text = text[:start] + edit.new_text + text[end:]
    return text
