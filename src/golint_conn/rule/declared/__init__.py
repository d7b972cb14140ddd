"""Rules that a team declares as data, and the contracts that it pins."""
