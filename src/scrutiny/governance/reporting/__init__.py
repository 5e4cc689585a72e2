"""Writing the quarterly report: sections, texts, comments, approval, editions."""
