"""Floor 5, paths: events, control-flow graphs, and the search for exits that are reached with an open obligation."""
