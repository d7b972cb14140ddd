"""What GitHub will do with a SARIF log, reported before the upload.

`inspect` reads a log of any tool. `structure` knows what the schema allows; `runs`, `rules` and `results` know GitHub's
limits and habits. Parts of SARIF that GitHub never uses (fixes, artifacts, graphs) are not reported.
"""

from golint_conn.report.upload.inspection import inspect
from golint_conn.report.upload.upload_problem import Effect, Problem

__all__ = ["Effect", "Problem", "inspect"]
