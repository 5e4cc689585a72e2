"""Organisations, people, and what each may do."""
