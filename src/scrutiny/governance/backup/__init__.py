"""Backup and restore: the records, the files that people added, and the data, together.

| module | what it gives |
|---|---|
| `archive` | one file that says what it holds, and can be proved whole |
| `rows` | every row of the records as text, from one kind of database and into another |
| `make` | `make_backup` |
| `restore` | `restore_backup`, into an empty place, all or nothing |
"""
