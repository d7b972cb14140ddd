"""What the fleet team knows of its client."""
