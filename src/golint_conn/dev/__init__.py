"""Floor 9, for authors of rules and of the tool itself: self-tests, dumps of every floor, generated data."""
