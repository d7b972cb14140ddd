"""The analysis process of the server: reads jobs from standard input and writes answers to standard output.

It ends with its standard input, and in the middle of a job by its lifeline.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

from golint_conn.face.server.analysis import Analyst
from golint_conn.face.server.framing import LENGTH, packed
from golint_conn.face.server.jobs import Failed, Message, Urgency
from golint_conn.rule.loading.registry import load_rules
from golint_conn.run.lifeline import obey

if TYPE_CHECKING:
    from typing import BinaryIO

    from golint_conn.face.server.jobs import Answer, Job


def main() -> None:
    """Answer jobs until the input ends."""
    # Printed text must not get between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    obey()
    serve(sys.stdin.buffer, answers)


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answer the jobs in a stream."""
    analyst = Analyst()
    with suppress(Exception):  # the first job will report errors in rule files
        load_rules()
    while len(head := jobs.read(LENGTH.size)) == LENGTH.size:
        job = pickle.loads(jobs.read(*LENGTH.unpack(head)))  # noqa: S301 (the server that started us wrote it)
        answers.write(packed(_answer(analyst, job)))
        answers.flush()


def _answer(analyst: Analyst, job: Job) -> Answer:
    try:
        return analyst.perform(job)
    except Exception:  # noqa: BLE001 (a bug must not cost the editor its server, and it does not pass silently)
        return Failed((Message(Urgency.ERROR, f"this is a bug in golint-conn\n{traceback.format_exc().rstrip()}"),))


if __name__ == "__main__":
    main()
