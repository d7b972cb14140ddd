"""Full names: what Go code calls by a short name, with the whole import path of its package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.libraries import unversioned

if TYPE_CHECKING:
    from collections.abc import Collection


def split_name(qualified: str) -> tuple[str, str]:
    """Return the package and the name in it of a function, method, type or field by its full name.

    >>> split_name("gopkg.in/pool.v2.Pool.Get")
    ('gopkg.in/pool.v2', 'Pool.Get')
    """
    folder, slash, last = qualified.rpartition("/")
    parts = last.split(".")
    own = next((at for at in range(1, len(parts)) if parts[at][:1].isupper()), len(parts) - 1)
    return f"{folder}{slash}{'.'.join(parts[:own])}", ".".join(parts[own:])


def meant(qualified: str, names: Collection[str]) -> bool:
    """Return whether a full name is among some, which may leave out the major version of a package.

    >>> meant("example.com/pool/v2.Pool.Get", ["example.com/pool.Pool.Get"])
    True
    """
    if not qualified or qualified in names:
        return bool(qualified)
    package, own = split_name(qualified)
    return f"{unversioned(package)}.{own}" in names
