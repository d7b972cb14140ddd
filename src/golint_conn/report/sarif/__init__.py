"""The SARIF format, version 2.1.0, as GitHub code scanning reads it.

`log` assembles the document from `rules`, `results` (with `places` and `messages`) and `notifications`; `rolling_hash`
is the fingerprint by which GitHub recognizes an alert; `serialise` turns the objects of sarif-om into JSON values. Only
`model` uses sarif-om.
"""

from golint_conn.report.sarif.log import render

__all__ = ["render"]
