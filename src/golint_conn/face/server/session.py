"""A session: when documents are analyzed, and what is shown.

A change is followed by two passes. The first, a moment after the last keystroke, analyzes the changed file alone; it
finds most of its findings in tenths of a second. The second, after a longer pause, analyzes all open files and related
ones in other files and packages, which can take seconds. Until it is done, findings that only a second pass can find
move along with their lines. A new change cancels a running pass, so that no old result is shown.
"""

from __future__ import annotations

import asyncio
import re
import traceback
from typing import TYPE_CHECKING, Protocol

from golint_conn.face.server.findings import Findings
from golint_conn.face.server.jobs import Checked, CheckJob, Failed, FixAllJob, Message, Offered, OffersJob, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.face.server.analyser import Analyser
    from golint_conn.face.server.documents import Document, Documents, Group
    from golint_conn.face.server.jobs import Answer, Identity, Offer, Scope, Shown
    from golint_conn.rule.about.rule_info import RuleInfo

SECONDS_BEFORE_NEAR = 0.25
SECONDS_BEFORE_AROUND = 0.75

_NUMBER = re.compile(r"\d+")


class Editor(Protocol):
    """Where a session shows its results."""

    def publish(self, path: str, document: Document | None, shown: tuple[Shown, ...]) -> None:
        """Replace what is shown in a file."""

    def say(self, message: Message) -> None:
        """Tell the user something about the run."""


class Session:
    """Analyzes what is open in one editor, through an analyzer."""

    def __init__(self, editor: Editor, documents: Documents, analyser: Analyser) -> None:
        self.documents = documents
        self.encoding = "utf-16"
        self.rules: dict[str, RuleInfo] = {}
        self._editor = editor
        self._analyser = analyser
        self._findings = Findings(documents)
        self._changed: dict[str, None] = {}
        self._groups: dict[Group, None] = {}
        self._task: asyncio.Task[None] | None = None
        self._seen = asyncio.Event()
        self._offers: dict[Identity, tuple[Offer, ...]] = {}
        self._problems: frozenset[Message] = frozenset()
        self._said: set[str] = set()

    def changed(self, document: Document, seconds: float = SECONDS_BEFORE_NEAR) -> None:
        """Analyze a document whose text has changed, after some seconds without another change."""
        self._changed.pop(document.path, None)
        self._changed[document.path] = None
        self._look_again(seconds)

    def closed(self, document: Document) -> None:
        """Clear what is shown in a closed document, except what explains something in an open one."""
        self._changed.pop(document.path, None)
        self._groups[self.documents.group_of(document.path)] = None
        for path in self._findings.close(document):
            self._publish(path)
        self._look_again(SECONDS_BEFORE_NEAR)

    def refresh(self) -> None:
        """Analyze everything again: something on disk has changed."""
        self._changed = dict.fromkeys(self.documents.paths)
        self._look_again(SECONDS_BEFORE_NEAR)

    def end(self) -> None:
        """End all running work."""
        if self._task is not None:
            self._task.cancel()
        self._analyser.end()

    def shown(self, document: Document) -> tuple[Shown, ...]:
        """Return what is shown in a document."""
        return self._findings.shown(document.path)

    async def offers(self, document: Document, wanted: Iterable[Identity]) -> list[Offer]:
        """Return the tested actions for findings of a document."""
        identities = dict.fromkeys(wanted)
        near = [each for each in identities if each not in self._offers and self._findings.is_near(each)]
        far = [each for each in identities if each not in self._offers and not self._findings.is_near(each)]
        for missing, scope in ((near, self._near), (far, self._around)):
            if missing:
                answer = await self._ask(OffersJob(scope(document), frozenset(missing)))
                if isinstance(answer, Offered):
                    self._offers.update({each: tuple(o for o in answer.offers if o.about == each) for each in missing})
        return [offer for each in identities for offer in self._offers.get(each, ())]

    async def fix_all(self, document: Document) -> list[Offer]:
        """Return the change that applies all safe fixes in a document."""
        answer = await self._ask(FixAllJob(self._near(document), document.path))
        return list(answer.offers) if isinstance(answer, Offered) else []

    async def settled(self) -> None:
        """Wait until the findings shown match the open texts."""
        await self._seen.wait()

    def _near(self, document: Document) -> Scope:
        return self.documents.near(document, self.encoding)

    def _around(self, document: Document) -> Scope:
        return self.documents.around(self.documents.group_of(document.path), self.encoding)

    async def _ask(self, job: OffersJob | FixAllJob) -> Answer:
        """Perform a job that the user is waiting for, before the second pass."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
        try:
            answer = await self._analyser.perform(job)
        finally:
            if self._groups or self._changed:
                self._look_again(0.0)
        self._tell(answer)
        return answer

    def _look_again(self, seconds: float) -> None:
        if self._changed:
            self._seen.clear()
            self._offers.clear()
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.get_running_loop().create_task(self._look(seconds))

    async def _look(self, seconds: float) -> None:
        try:
            await self._analyser.start()
            await asyncio.sleep(seconds)
            await self._look_near()
            self._seen.set()
            await asyncio.sleep(SECONDS_BEFORE_AROUND)
            await self._look_around()
        except Exception:  # noqa: BLE001 (a bug must not end the session, and it does not pass silently)
            self._seen.set()
            self._editor.say(Message(Urgency.ERROR, f"this is a bug in golint-conn\n{traceback.format_exc().rstrip()}"))

    async def _look_near(self) -> None:
        for path in reversed(list(self._changed)):
            document = self.documents.at(path)
            if document is not None:
                self._groups[self.documents.group_of(path)] = None
                answer = await self._analyser.perform(CheckJob(self._near(document)))
                self._tell(answer, f"analyzed {path}")
                self._findings.near(document, answer.findings if isinstance(answer, Checked) else None)
                self._publish(path)
            self._changed.pop(path, None)

    async def _look_around(self) -> None:
        groups = self.documents.groups()
        for path in self._findings.keep(groups):
            self._publish(path)
        for group in list(self._groups):
            members = groups.get(group, [])
            if members:
                answer = await self._analyser.perform(CheckJob(self.documents.around(group, self.encoding)))
                self._tell(answer, f"analyzed all {len(members)} open in {group.folder}")
                if isinstance(answer, Checked):
                    for path in self._findings.around(group, members, answer.findings):
                        self._publish(path)
            self._groups.pop(group, None)

    def _publish(self, path: str) -> None:
        self._editor.publish(path, self.documents.at(path), self._findings.shown(path))

    def _tell(self, answer: Answer, done: str = "") -> None:
        """Report the messages of an answer, but none that is already reported and still true."""
        if isinstance(answer, Checked):
            self.rules.update(answer.rules)
            text = f"{done}: {len(answer.findings)} found in {answer.seconds:.2f} s"
            self._editor.say(Message(Urgency.LOG, text))
        if isinstance(answer, Failed):
            problems, known = frozenset(answer.messages), self._problems
            for message in answer.messages:
                if message not in known:
                    self._editor.say(message)
            self._problems = problems
            return
        self._problems = frozenset()
        for message in answer.messages:
            # The same trouble on another line is not news to a user who types above it.
            topic = _NUMBER.sub("", message.text)
            if topic not in self._said:
                self._said.add(topic)
                self._editor.say(message)
