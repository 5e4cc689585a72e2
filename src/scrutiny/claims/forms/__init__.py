"""The forms of a result: for a terminal, a program, an editor, a reader and a word processor."""
