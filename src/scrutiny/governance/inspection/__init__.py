"""Inspections of a force: grades, findings, the published response, developing practice."""
