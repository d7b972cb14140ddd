"""Where rules come from: our own folder, rule folders that the user trusts, and installed plugins."""
