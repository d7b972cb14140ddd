"""`python -m golint_conn` is the command line."""

import os
import sys

# Python puts the working directory first among the places of modules, and what is looked at may lie there: a json.py of
# a repository must not be run in place of Python's own. What is imported before this line is not in our hands; the
# command golint-conn and `python -P -m golint_conn` have no such place.
if not sys.flags.safe_path and sys.path and sys.path[0] in {"", os.getcwd()}:  # noqa: PTH109 (as Python spells it)
    del sys.path[0]

from golint_conn.face.cli import main

if __name__ == "__main__":
    sys.exit(main())
