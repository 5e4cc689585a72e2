"""The API: the twin of every page as JSON and CSV, made from the same content. Open, and read-only.

Everything follows from the table of kinds of page: the operations, their parameters and their
description.
"""
