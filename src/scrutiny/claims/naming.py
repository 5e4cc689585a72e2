"""The measure, the scope and the place that a label or a sentence names.

What narrows a measure is its scope: a word such as "repeat", a name beside it ("Ipswich burglary",
"theft from the person"), or a sentence that tells of a part.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from scrutiny.claims.dates import MONTHS
from scrutiny.claims.prose.measures import named
from scrutiny.claims.words import word_set
from scrutiny.errors import ScrutinyError
from scrutiny.periods import Period

LONGEST_LABEL = 7  # words
LOOK_BACK, LOOK_AHEAD = 400, 200  # characters of a figure's sentence that are read
GENERAL = "all crime"  # "recorded offences" after a figure counts what was named before it
CLOSE = 3  # words after a figure in which a name is surely its own
LONGEST_NAME = 300  # characters of a label
REACH = 12  # words between a figure and a measure named after it
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*|[&%/:;,().–—]")
_ENDS = re.compile(r"[.?!•]\s+(?=[A-Z•£(])|\n")
YEARLY = re.compile(
    r"\bannual|\byear[\s-]on[\s-]year|\b(?:12|twelve)[\s-]?m(?:onth|\b)|\byear\s+(?:to|ending|ended)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\bcompar|\bsame\s+(?:period|quarter|month|time)|\bagainst\b|\bthan\b|\bprevious|\blast\s+year",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\bof\s+which\b|\brepresent|\bwere\s+for\b|\baccount|\bmade\s+up\b|\bof\s+th(?:e|ese|ose)\s+total"
    r"|\bout\s+of\b|\bof\s+these\b|\bcompris|\bincluding\b|\bof\s+the\s+\d"
    r"|(?<!rise )(?<!fall )(?<!drop )(?<!crease )(?<!ction )(?<!total )(?<!average )\bof\s+\d",
    re.IGNORECASE,
)
_CUT = re.compile(r"[0-9;]|\band\b|\bwhil|\bbut\b")
PLACE = re.compile(
    r"\b(?:in|across|for|within|at)\s+((?:the\s+)?[A-Z][a-z]{3,20}(?:\s+[A-Z][a-z]{2,20}){0,2})"
)
_MONTHS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "quarter", "appendix", "table", "figure", "section",
    "recorded", "crime", "total", "year", "police", "financial",
}  # fmt: skip


def span(period: str) -> Period | None:
    """The months of a period; None when it is not said."""
    first, slash, last = period.partition("/")
    if not slash:
        return None
    try:
        return Period.parse(first, last)
    except (ValueError, ScrutinyError):
        return None


@lru_cache(maxsize=4096)
def canonical(label: str) -> tuple[frozenset[str], frozenset[str]]:
    """The measure and the scope that a label names: its known names, and its other words."""
    label = label[:LONGEST_NAME].split(" *")[0]
    label = re.sub(r"\([^()]{0,80}[0-9<>][^()]{0,80}\)", " ", label)
    words = tuple(word.lower().strip("'’") for word in _WORD.findall(label)[:40])
    measures: set[str] = set()
    covered: set[int] = set()
    for start, end, name in named(_split(words), "measure"):
        measures.add(name)
        covered.update(range(start, end))
    plain, scope = word_set("consistency", "plain"), word_set("consistency", "scope")
    split = _split(words)
    rest = {word for i, word in enumerate(split) if i not in covered and word not in plain}
    narrow = frozenset(word for word in rest if word in scope)
    said = {word for word in rest - narrow if word.isalpha() and word not in MONTHS}
    return frozenset(measures | said), narrow


@lru_cache(maxsize=512)
def headed(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The one measure that the words above a table name, and their scope; none if they name two."""
    title = re.sub(r"\([^()]{0,200}\)", " ", title)
    words = lows(title)
    places = [one[1] for one in PLACE.finditer(title) if _is_place(one[1])]
    found = named(words, "measure")
    if len({name for _, _, name in found}) != 1:
        return frozenset(), frozenset()
    first, last, name = found[0]
    scope = set(words) & word_set("consistency", "scope") - set(lows(name))
    scope |= _qualifiers(words, first, last) | {one.lower() for one in places}
    return frozenset({name}), frozenset(scope)


def lows(text: str) -> tuple[str, ...]:
    return _split(tuple(word.lower() for word in _WORD.findall(text)))


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words as the names of measures are cut: a hyphen stands alone."""
    found: list[str] = []
    for word in words:
        parts = word.split("-")
        for i, part in enumerate(parts):
            found += ["-", part] if i else [part]
    return tuple(one for one in found if one)


def names_in(text: str) -> frozenset[str]:
    words = lows(text[:600])
    return frozenset(name for _, _, name in named(words, "measure"))


class Words:
    """The words of a passage, read once for all of its figures."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends = [0, *(match.end() for match in _ENDS.finditer(text)), len(text) + 1]

    def sentence(self, start: int) -> tuple[int, int]:
        """Where the sentence of a character begins and ends."""
        i = bisect_right(self.ends, start) - 1
        return self.ends[i], min(self.ends[min(i + 1, len(self.ends) - 1)], len(self.text))

    def changed(self, start: int, period: str) -> str:
        """The period of a change: a year's where it is said to be, none where it may be the one
        that it is compared with."""
        low, high = self.sentence(start)
        text = self.text[max(low, start - LOOK_BACK) : min(high, start + LOOK_AHEAD)]
        if _COMPARED.search(text):
            return ""
        months = span(period)
        if months is not None and len(months) == 1 and YEARLY.search(text):
            return f"{months.last - 11}/{months.last}"
        return period

    def at(
        self, start: int, end: int, labels: dict[tuple[str, ...], str]
    ) -> tuple[frozenset[str], frozenset[str], str]:
        """The measure, the scope and the place named beside a figure, in its sentence."""
        low, high = self.sentence(start)
        low, high = max(low, start - LOOK_BACK), min(high, end + LOOK_AHEAD)
        nothing: frozenset[str] = frozenset()
        left = lows(self.text[low:start])
        right = lows(_CUT.split(self.text[end:high], maxsplit=1)[0])
        before = self._named(left, labels)
        after = self._named(right[: REACH + LONGEST_LABEL], labels)
        general = bool(before) and bool(after) and after[0][2] == GENERAL
        if after and (not before or (after[0][0] <= CLOSE and not general)):
            first, last, name = after[0]
            words, first, last = (*left, *right), first + len(left), last + len(left)
        elif before:
            first, last, name = before[-1]
            words = (*left, *right)
        else:
            phrase = _phrase(right[: REACH + 2], first=True) or _phrase(left, first=False)
            if phrase is None:
                return nothing, nothing, ""
            first, last, name = phrase
            first, last = (
                (first, last) if first >= 0 else (-first - 1 + len(left), last + len(left))
            )
            words = (*left, *right)
        measure, narrow = canonical(name)
        own = set(lows(name))
        near = words[max(first - 3, 0) : max(last, len(left)) + REACH]
        scope = (set(near) & word_set("consistency", "scope")) - own
        scope |= _qualifiers(words, first, last) - measure - own
        if _PART.search(self.text, low, high):
            scope.add("part")
        for _, _, other in (*before, *after):
            if other in word_set("consistency", "populations") and other not in measure:
                scope.add(other)
        places = [one[1].removeprefix("the ") for one in PLACE.finditer(self.text, low, high)]
        places = [one for one in places if _is_place(one)]
        return measure, narrow | scope, places[0] if places else ""

    @staticmethod
    def _named(
        words: tuple[str, ...], labels: dict[tuple[str, ...], str]
    ) -> list[tuple[int, int, str]]:
        found = named(words, "measure")
        if labels:
            for i in range(len(words)):
                for size in range(min(LONGEST_LABEL, len(words) - i), 1, -1):
                    label = labels.get(words[i : i + size])
                    if label is None:
                        continue
                    met = [one for one in found if one[0] < i + size and i < one[1]]
                    if all(one[1] - one[0] < size for one in met):
                        found = [one for one in found if one not in met]
                        found.append((i, i + size, label))
                    break
        found.sort()
        joined: list[tuple[int, int, str]] = []
        for one in found:  # "stop and search searches" is one name
            if joined and joined[-1][1] == one[0] and joined[-1][2] == one[2]:
                joined[-1] = (joined[-1][0], one[1], one[2])
            else:
                joined.append(one)
        return joined


def _phrase(words: tuple[str, ...], *, first: bool) -> tuple[int, int, str] | None:
    """A name that no list holds, by what is counted: "drug trafficking offences". With `first` the
    first of the words, its start given as minus one more; else the last."""
    things = word_set("consistency", "things")
    beside = word_set("consistency", "beside") | word_set("consistency", "plain")
    places = range(len(words)) if first else range(len(words) - 1, -1, -1)
    for at in places:
        if words[at] not in things:
            continue
        start = at
        while start and at - start < 3 and words[start - 1].isalpha():
            if words[start - 1] in beside:
                break
            start -= 1
        if start == at:
            return None
        return (-start - 1 if first else start), at, " ".join(words[start:at])
    return None


def _qualifiers(words: tuple[str, ...], first: int, last: int) -> set[str]:
    """The words that narrow a name from beside it: Ipswich burglary, theft from the person."""
    beside = word_set("consistency", "beside") | word_set("consistency", "plain")
    found = set()
    for word in reversed(words[max(first - 3, 0) : first]):
        if word in beside or not word.isalpha():
            break
        found.add(word)
    after = words[last : last + 4]
    if after[:1] and after[0] in {"from", "of", "against", "with", "on", "for"}:
        rest = [word for word in after[1:] if word not in {"the", "a", "an", "all"}][:1]
        found.update(word for word in rest if word.isalpha() and word not in beside)
    return found


def _is_place(name: str) -> bool:
    low = name.split()[-1].lower()
    if low in _MONTHS or low in word_set("consistency", "plain"):
        return False
    return not named(lows(name), "measure")
