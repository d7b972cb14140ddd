"""`golint-conn server`: starts the language server, which needs packages that nothing else needs."""

import argparse
from pathlib import Path

from golint_conn.face.request_builder import request_of
from golint_conn.run.request import CheckRequest, UsageError

EXTRA = "pip install 'golint-conn[lsp]'"


def run_server(options: argparse.Namespace) -> int:
    """Serve an editor until it leaves; return 0 if it shut down as the protocol requires, else 1."""
    try:
        from golint_conn.face.server.language import serve  # noqa: PLC0415 (it takes 300 ms that no other command needs)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in {"attrs", "cattrs", "lsprotocol", "pygls"}:
            raise
        message = f"the language server needs the package {package}, which is not installed: {EXTRA}"
        raise UsageError(message) from error
    return 0 if serve(_template(options)) else 1


def _template(options: argparse.Namespace) -> CheckRequest:
    """Return the request that all runs begin with."""
    return request_of(
        options,
        # An editor may use one more process of a machine besides the server.
        workers=1,
        force_exclude=True,
        config_file=None if options.config is None else str(Path(options.config).absolute()),
        rules_dirs=tuple(str(Path(each).absolute()) for each in options.rules_dir),
        models=tuple(str(Path(each).absolute()) for each in options.models),
    )
