"""Rules for the fleet team's client."""
