"""How jobs and answers are sent between the two processes: a length in eight bytes, then a pickle."""

from __future__ import annotations

import pickle
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.face.server.jobs import Answer, Job

LENGTH = struct.Struct(">Q")


def packed(message: Job | Answer) -> bytes:
    """Return a message in the form in which it is sent."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data
