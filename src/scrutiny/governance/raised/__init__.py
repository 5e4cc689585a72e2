"""Exceptions that the figures raise, and what a scrutiny officer did with each."""
