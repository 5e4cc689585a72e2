"""Work that takes longer than a reader waits for: its queue, its progress, and who does it."""
