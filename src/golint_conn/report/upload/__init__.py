"""What GitHub will do with a SARIF log, told before it is uploaded.

`inspect` reads a log of any tool. `structure` knows what the schema allows, `runs`, `rules` and `results` know GitHub's
limits and habits; what SARIF has and GitHub has no use for at all (fixes, artifacts, graphs) is not told of.
"""

from golint_conn.report.upload.inspection import inspect
from golint_conn.report.upload.upload_problem import Effect, Problem

__all__ = ["Effect", "Problem", "inspect"]
