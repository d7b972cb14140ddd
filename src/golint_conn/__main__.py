"""`python -m golint_conn` is the command line."""

import sys

from golint_conn.face.cli import main

if __name__ == "__main__":
    sys.exit(main())
