"""Figures in sentences: what each is said to be, and whether they agree."""
