"""The audit: who made, changed, saw, approved and published what, in a chain."""
