"""Scrutiny meetings: agenda, papers, notes, decisions, minutes."""
