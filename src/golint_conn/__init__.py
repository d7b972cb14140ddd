"""golint-conn finds Go code that leaks or wastes connections, with no Go toolchain and no build."""

__version__ = "0.1.0"
