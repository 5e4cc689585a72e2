"""Scrutiny for everyone: plan, meetings, what was asked and answered, published reports.

Read-only, without signing in. Records are read through `governance.publication` only.
"""
