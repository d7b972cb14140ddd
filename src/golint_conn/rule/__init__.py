"""Floor 7, rules: what a rule is, what a rule file may use, and how the rules of a folder are found and run."""
