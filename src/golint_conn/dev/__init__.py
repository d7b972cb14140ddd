"""Floor 10, for authors of rules and of the tool itself: self-tests, dumps of every floor, generated data."""
