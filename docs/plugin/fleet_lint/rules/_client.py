"""Shared code of the rules."""

PACKAGE = "example.com/fleet"
