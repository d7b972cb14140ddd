"""Floor 9, fixing: applies fixes, and analyzes the result before it is shown.

A fix stays if its finding is gone, nothing new is found and the file still parses. Otherwise it is taken back, and a
notice says so.
"""

from golint_conn.fixing.diff import unified
from golint_conn.fixing.rounds import MOST_ROUNDS, Fixed, Refusal, fix
from golint_conn.fixing.write import write_changes

__all__ = ["MOST_ROUNDS", "Fixed", "Refusal", "fix", "unified", "write_changes"]
