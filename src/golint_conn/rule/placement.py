"""Placements: where the findings of a rule can stand, seen from the file that the rule looks at.

A run that is asked for some files only looks at the other files that may have a finding in them. Which these are
follows from what stands here (`golint_conn.run.files.causes`), and so a rule fails that is seen to report elsewhere.
"""

from enum import Enum


class Placement(Enum):
    """Where the findings of a rule can stand.

    MATCH: in the file of the match. CALLERS: there, or at the calls, through a few functions, that get what the match
    makes. MODULE: anywhere in the module.
    """

    MATCH = "match"
    CALLERS = "callers"
    MODULE = "module"
