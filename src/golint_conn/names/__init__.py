"""Floor 3, who is who: imports, scopes, symbols, packages, and shapes (our small typing)."""
