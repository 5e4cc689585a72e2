"""The rules of the figure checker, a module a family."""
