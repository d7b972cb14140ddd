"""The SARIF format, version 2.1.0, as GitHub code scanning reads it.

`log` puts the document together from `rules`, `results` (with `places` and `messages`) and `notifications`;
`rolling_hash` is the fingerprint by which GitHub knows an alert again; `serialise` turns the objects of sarif-om into
JSON values. `model` is the only user of sarif-om.
"""

from golint_conn.report.sarif.log import render

__all__ = ["render"]
