"""Requests and actions, from the meeting that set them to their answer."""
