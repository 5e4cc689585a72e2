"""The desk: the pages of those who sign in. Each page and action asks the table of permissions."""
