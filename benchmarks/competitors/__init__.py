"""One module a competitor; a function a piece of work, which returns what is timed."""
