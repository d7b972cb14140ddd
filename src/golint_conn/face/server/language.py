"""The language server itself: it passes protocol messages to the session, and the session's findings to the client."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer

from golint_conn import __version__
from golint_conn.face.server.analyser import Analyser
from golint_conn.face.server.documents import Documents
from golint_conn.face.server.jobs import Message, Urgency
from golint_conn.face.server.positions import path_of
from golint_conn.face.server.protocol import FIX_ALL, SOURCE, TypeInfo, overlapping
from golint_conn.face.server.session import Session
from golint_conn.run.config.config_file import CONFIG_NAME

if TYPE_CHECKING:
    from golint_conn.face.server.documents import Document
    from golint_conn.face.server.jobs import Shown
    from golint_conn.run.request import CheckRequest

WATCHED = ("**/*.go", "**/go.mod", "**/go.work", f"**/{CONFIG_NAME}")

_KINDS = [types.CodeActionKind.QuickFix, FIX_ALL]
_MESSAGE_TYPES = {Urgency.ERROR: types.MessageType.Error, Urgency.WARNING: types.MessageType.Warning}


class Server(LanguageServer):
    """The server of one client; also the editor of its session."""

    def __init__(self, template: CheckRequest) -> None:
        # The client sends whole texts, so it need not agree with pygls on where lines end.
        super().__init__(SOURCE, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.documents = Documents(template)
        self.session = Session(self, self.documents, Analyser())
        self.shapes = TypeInfo(types.ClientCapabilities(), self.documents)
        self.was_shut_down = False
        _register(self)

    def publish(self, path: str, document: Document | None, shown: tuple[Shown, ...]) -> None:
        """Replace what is shown in a file."""
        uri, version = self.documents.uri(path), document.version if document is not None else None
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, [self.shapes.diagnostic(each) for each in shown], version)
        )

    def say(self, message: Message) -> None:
        """Tell the user something about the run."""
        if message.urgency is Urgency.LOG:
            self.window_log_message(types.LogMessageParams(types.MessageType.Info, message.text))
        else:
            kind = _MESSAGE_TYPES[message.urgency]
            self.window_show_message(types.ShowMessageParams(kind, f"{SOURCE}: {message.text}"))

    def set_folders(self) -> None:
        """Take over the folders that are open in the client."""
        uris = [each.uri for each in self.workspace.folders.values()] or [self.workspace.root_uri or ""]
        paths = (path_of(uri.rstrip("/")) for uri in uris)
        self.documents.folders = tuple(os.path.realpath(path) for path in paths if path is not None)


def serve(template: CheckRequest) -> bool:
    """Serve one client over standard input and output until it leaves; return whether it shut down properly."""
    # Printed text must not get between the messages.
    messages = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server = Server(template)
    try:
        server.start_io(sys.stdin.buffer, messages)
    finally:
        server.session.end()
    return server.was_shut_down


def _register(server: Server) -> None:
    """Connect the methods of the protocol with their handlers."""
    feature = server.feature
    feature(types.INITIALIZE)(_initialize)
    feature(types.INITIALIZED)(_initialized)
    feature(types.SHUTDOWN)(_shutdown)
    feature(types.TEXT_DOCUMENT_DID_OPEN)(_opened)
    feature(types.TEXT_DOCUMENT_DID_CHANGE)(_changed)
    feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)
    feature(types.TEXT_DOCUMENT_DID_CLOSE)(_closed)
    feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=_KINDS))(_code_actions)
    feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_changed_on_disk)
    feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_changed_folders)


def _initialize(ls: Server, params: types.InitializeParams) -> None:
    ls.shapes = TypeInfo(params.capabilities, ls.documents)
    ls.session.encoding = str(getattr(ls.workspace.position_encoding, "value", ls.workspace.position_encoding))
    ls.set_folders()


def _initialized(ls: Server, _: types.InitializedParams) -> None:
    dynamic = "workspace.did_change_watched_files.dynamic_registration"
    if get_capability(ls.client_capabilities, dynamic, False):  # noqa: FBT003 (the default of a lookup)
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(each) for each in WATCHED])
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        ls.client_register_capability(types.RegistrationParams([types.Registration(method, method, options)]))


def _shutdown(ls: Server, _: None) -> None:
    ls.was_shut_down = True
    ls.session.end()


def _opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    given = params.text_document
    document = ls.documents.put(given.uri, given.version, given.text)
    if document is not None:
        ls.session.changed(document, seconds=0.0)


def _changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    given = params.text_document
    if ls.documents.of(given.uri) is None:
        return
    document = ls.documents.put(given.uri, given.version, ls.workspace.get_text_document(given.uri).source)
    if document is not None:
        ls.session.changed(document)


def _saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    document = ls.documents.of(params.text_document.uri)
    if document is not None:
        ls.session.changed(document, seconds=0.0)


def _closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    document = ls.documents.remove(params.text_document.uri)
    if document is not None:
        ls.session.closed(document)


def _changed_on_disk(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    # Open texts come from the editor, whatever happens to the file.
    if any(ls.documents.of(each.uri) is None for each in params.changes):
        ls.session.refresh()


def _changed_folders(ls: Server, _: types.DidChangeWorkspaceFoldersParams) -> None:
    ls.set_folders()
    for given in ls.workspace.text_documents.values():
        before = ls.documents.remove(given.uri)
        if ls.documents.put(given.uri, given.version, given.source) is None and before is not None:
            ls.session.closed(before)
    ls.session.refresh()


def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    document = ls.documents.of(params.text_document.uri)
    if document is None:
        return None
    at = overlapping(types.Range(params.position, params.position))
    return ls.shapes.hover(filter(at, ls.session.shown(document)), ls.session.rules)


async def _code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    document = ls.documents.of(params.text_document.uri)
    if document is None:
        return []
    await ls.session.settled()
    shown = [each for each in ls.session.shown(document) if overlapping(params.range)(each)]
    offers = []
    if _asks(params.context, types.CodeActionKind.QuickFix):
        offers += await ls.session.offers(document, (each.identity for each in shown))
    if _asks(params.context, FIX_ALL, unasked=False):
        offers += await ls.session.fix_all(document)
    if ls.documents.of(document.uri) is not document:
        # It has changed by now, and the client asks again.
        return []
    return [ls.shapes.action(each, shown) for each in offers]


def _asks(context: types.CodeActionContext, kind: str, *, unasked: bool = True) -> bool:
    """Return whether a client requests actions of a kind; `unasked` is the answer if it names no kind."""
    if not context.only:
        return unasked
    return any(_is_of(kind, str(getattr(each, "value", each))) for each in context.only)


def _is_of(kind: str, wanted: str) -> bool:
    return not wanted or kind == wanted or kind.startswith(f"{wanted}.")
