"""Names of files in the commands that messages show, for people to copy into a shell."""


def shell_word(name: str) -> str:
    """Return a name as one word of a shell that no command mistakes for an option.

    >>> shell_word("lint/rules"), shell_word("x; rm y"), shell_word("--help")
    ('lint/rules', "'x; rm y'", './--help')
    """
    from shlex import quote  # noqa: PLC0415 (few messages show a command)

    return quote(f"./{name}" if name.startswith("-") else name)
