"""Floor 3, who is who: imports, scopes, symbols, packages, and types (our small typing)."""
