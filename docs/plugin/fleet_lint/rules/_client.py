"""What the rules have in common."""

PACKAGE = "example.com/fleet"
