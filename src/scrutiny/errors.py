"""The errors that a user of Police Scrutiny can cause, each with one clear message."""


class ScrutinyError(Exception):
    """Something the user can put right; the command line prints it and exits 1."""


class InputError(ScrutinyError):
    """A file breaks a rule. The message names the file, where in it, and the rule.

    `line` counts from 1 in the file as given, its header included.
    """

    def __init__(
        self,
        rule: str,
        *,
        file: str | None = None,
        line: int | None = None,
        field: str | None = None,
        got: object = None,
    ) -> None:
        self.rule, self.file, self.line, self.field, self.got = rule, file, line, field, got
        where = ", ".join(
            part
            for part in (
                file,
                f"line {line}" if line is not None else None,
                f"field {field}" if field else None,
            )
            if part
        )
        tail = f" (got {got!r})" if got is not None else ""
        super().__init__(f"{where}: {rule}{tail}" if where else f"{rule}{tail}")


class DamageError(ScrutinyError):
    """What the workspace holds cannot be read. It is not the fault of what was asked."""


class DefinitionError(ScrutinyError):
    """A catalogue file breaks a rule. The message names the file, the key and the rule."""

    def __init__(self, file: str, key: str, rule: str) -> None:
        self.file, self.key, self.rule = file, key, rule
        super().__init__(f"{file}: {key}: {rule}")
