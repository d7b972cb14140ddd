"""Placements: where the findings of a rule can be, seen from the file that the rule checks.

A run over some files only also checks the other files that may have caused a finding in them. The placements say which
(`golint_conn.run.files.causes`), so a rule that reports elsewhere fails.
"""

from enum import Enum


class Placement(Enum):
    """Where the findings of a rule can be.

    MATCH: in the file of the match. CALLERS: there, or at the calls, through a few functions, that get what the match
    makes. MODULE: anywhere in the module.
    """

    MATCH = "match"
    CALLERS = "callers"
    MODULE = "module"
