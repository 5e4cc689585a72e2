"""Figures in sentences: what each is said to be, and whether they agree."""

from scrutiny.claims.prose.reading import facts_of

__all__ = ["facts_of"]
