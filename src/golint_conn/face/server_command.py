"""`golint-conn server`: starts the language server, which needs packages that nothing else needs."""

import argparse
from pathlib import Path

from golint_conn.run.config.config_file import LEVELS
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
    return CheckRequest(
        select=None if options.select is None else tuple(options.select),
        ignore=None if options.ignore is None else tuple(options.ignore),
        level=LEVELS.get(options.level),
        # An editor may use one more process of a machine besides the server.
        workers=1,
        force_exclude=True,
        config_file=None if options.config is None else str(Path(options.config).absolute()),
        use_config=not options.no_config,
        rules_dirs=tuple(str(Path(each).absolute()) for each in options.rules_dir),
        plugins=tuple(options.plugin),
        models=tuple(str(Path(each).absolute()) for each in options.models),
    )
