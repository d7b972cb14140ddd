"""Uses: what can happen to a value on its way, and the list of what did."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.names.shape import Type
    from golint_conn.program.site import Site


class UseKind(Enum):
    """What happens to a value at a use.

    SET: one of its fields is assigned (`name`). COPIED: the whole value that it points to is assigned. READ: a field is
    read. CALLED: a method is called on it. PASSED: it is an argument of a call; `name` is the callee if it is known.
    PART: it becomes a field of a literal. KEPT: it is stored where it outlives the call. RETURNED: it leaves through a
    result. CAPTURED: a function literal that outlives the statement mentions it.
    """

    SET = "set"
    COPIED = "copied"
    READ = "read"
    CALLED = "called"
    PASSED = "passed"
    PART = "part"
    KEPT = "kept"
    RETURNED = "returned"
    CAPTURED = "captured"


@dataclass(frozen=True, slots=True)
class Use:
    """One use.

    `name` is the field, method or callee; `value` what is assigned to a field, or passed; `shape` the type of the
    literal, the field's owner, the receiver or the callee. `owned` says that this happens to something that carries the
    value rather than to the value itself. `followed` says that the callee of a passed value was searched, `lent` that
    the callee may change it but does not keep it (a function value that is an option does not). `inner` says that the
    use is in a callee that was searched, `far` that it was reached only by `wide`.
    """

    kind: UseKind
    site: Site
    name: str = ""
    value: Site | None = None
    owned: bool = False
    far: bool = False
    inner: bool = False
    followed: bool = False
    lent: bool = False
    shape: Type | None = None

    @property
    def keeps(self) -> bool:
        """Whether the value may live on because of this use; what a callee returns comes back to its caller."""
        match self.kind:
            case UseKind.KEPT | UseKind.CAPTURED:
                return True
            case UseKind.RETURNED:
                return not self.inner
            case UseKind.PASSED:
                return not (self.followed or self.lent)
        return False


@dataclass(slots=True)
class Trace:
    """All uses of a value, in the order in which they were found.

    `complete` is False if a limit was reached. `is_fallback` says that the value replaces a parameter, so that other
    paths may have another value.
    """

    origin: Site
    uses: list[Use] = field(default_factory=list)
    complete: bool = True
    is_fallback: bool = False

    def of(self, *kinds: UseKind, owned: bool | None = None, far: bool | None = None) -> list[Use]:
        """Return the uses of some kinds, by whether they happen to an owner and whether they are far."""
        return [use for use in self.uses if use.kind in kinds and owned in {None, use.owned} and far in {None, use.far}]

    def sets(self, name: str) -> list[Use]:
        """Return the assignments to a field of the value itself."""
        return [use for use in self.of(UseKind.SET, owned=False) if use.name == name]

    def calls(self, *names: str) -> list[Use]:
        """Return the calls of some methods, on the value or on an owner; without names, of any method."""
        return [use for use in self.of(UseKind.CALLED) if not names or use.name in names]

    @property
    def is_kept(self) -> bool:
        """Whether the value may outlive the function that made it: stored, returned, captured, or passed on."""
        return any(use.keeps for use in self.uses if not use.far)
