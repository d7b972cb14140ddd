"""Crashes: an exception in one line, for a notice."""

from pathlib import Path

from golint_conn.finding.notice import account_of


def account(error: Exception) -> str:
    """Return what an exception was and where it was raised, on one line."""
    import traceback  # noqa: PLC0415 (only a crash needs it)

    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{account_of(error)}{where}"
