"""The addresses of the project and its documentation."""

INFORMATION_URI = "https://github.com/golint-conn/golint-conn"


def documentation_uri(rule: str) -> str:
    """Return the address of a rule's documentation.

    >>> documentation_uri("keep-alives-disabled")
    'https://github.com/golint-conn/golint-conn/blob/main/docs/rules/keep-alives-disabled.md'
    """
    return f"{INFORMATION_URI}/blob/main/docs/rules/{rule}.md"
