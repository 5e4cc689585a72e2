"""Pure functions on numbers and observations: what changed and whether it means anything."""
