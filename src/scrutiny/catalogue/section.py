"""Reading one table of a definition file, so that every mistake is named by file, key and rule."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from scrutiny.errors import DefinitionError, ScrutinyError
from scrutiny.periods import Month

Choice = TypeVar("Choice", bound=StrEnum)


class Section:
    """A TOML table being read. Ask for each key once, then call `done`, which refuses the rest."""

    def __init__(self, file: str, key: str, values: Mapping[str, object]) -> None:
        self.file, self.key, self._values = file, key, values
        self._asked: set[str] = set()

    def error(self, key: str | None, rule: str) -> DefinitionError:
        place = ".".join(part for part in (self.key, key) if part)
        return DefinitionError(self.file, place, rule)

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty, its lines joined by single spaces."""
        value = " ".join(self._get(key, str, "a text", default).split())
        if not value and default is None:
            raise self.error(key, "must not be empty")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        value = self._get(key, (int, float), "a number", default)
        return float(value)

    def whole(self, key: str, default: int | None = None) -> int:
        value = self._get(key, int, "a whole number", default)
        if value < 0:
            raise self.error(key, f"must not be negative (got {value})")
        return int(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different texts, none of them empty; no texts when the key is absent."""
        values = self._get(key, list, "a list of texts", [])
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.error(key, f"must be a list of texts (got {value!r})")
        if len(set(values)) != len(values):
            raise self.error(key, "names the same thing twice")
        return tuple(values)

    def month(self, key: str, default: str | None = None) -> Month | None:
        text = self.text(key, default)
        try:
            return Month.parse(text) if text else None
        except ScrutinyError as error:
            raise self.error(key, str(error)) from None

    def day(self, key: str) -> date:
        text = self.text(key)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.error(key, f'is a date, written "YYYY-MM-DD" (got {text!r})') from None

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        text = self.text(key, default)
        if text not in (known := [member.value for member in kind]):
            raise self.error(key, f"must be one of {', '.join(known)} (got {text!r})")
        return kind(text)

    def section(self, key: str) -> Section:
        """The table under a key; empty when the key is absent."""
        values = self._get(key, dict, "a table", {})
        return Section(self.file, f"{self.key}.{key}" if self.key else key, values)

    def sections(self) -> Iterator[tuple[str, Section]]:
        """Every entry as a table, by its key, in the order of the file."""
        for key in self._values:
            yield key, self.section(key)

    def tables(self, key: str) -> Iterator[Section]:
        """Every table of a list, named by its number; none when the key is absent."""
        if not self.has(key):
            self._asked.add(key)  # a key that may be here, for the message about one that may not
            return
        for number, values in enumerate(self.values(key, dict), 1):
            name = ".".join(part for part in (self.key, f"{key}[{number}]") if part)
            yield Section(self.file, name, values)

    def values(self, key: str, kind: type) -> tuple[Any, ...]:
        """A list of values of one type that is not empty."""
        values = self._get(key, list, "a list", None)
        if not values:
            raise self.error(key, "must not be empty")
        for value in values:
            if not isinstance(value, kind) or isinstance(value, bool):
                raise self.error(key, f"must hold {kind.__name__} values only (got {value!r})")
        return tuple(values)

    def flag(self, key: str) -> bool:
        """True or false; false when the key is absent."""
        self._asked.add(key)
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, f"must be true or false (got {value!r})")
        return value

    def items(self) -> dict[str, object]:
        return dict(self._values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def done(self) -> None:
        """Refuse any key that nobody asked for: most often a slip of the pen."""
        known = ", ".join(sorted(self._asked))
        for key in self._values:
            if key not in self._asked:
                raise self.error(key, f"is not a key here; known keys are {known}")

    def _get(self, key: str, kind: type | tuple[type, ...], name: str, default: Any) -> Any:
        self._asked.add(key)
        value = self._values.get(key, default)
        if value is None:
            raise self.error(key, f"is missing{self._slip_for(key)}")
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.error(key, f"must be {name} (got {value!r})")
        return value

    def _slip_for(self, key: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(key, [k for k in self._values if k not in self._asked], 1)
        return f"; is {near[0]!r} a slip for it?" if near else ""


def read_file(path: Path, name: str) -> Section:
    """The whole of a TOML file as a section. `name` is what messages call the file."""
    try:
        return Section(name, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(name, "TOML", str(error)) from None
    except UnicodeDecodeError:
        raise DefinitionError(name, "TOML", "is not UTF-8 text") from None
