"""Words of the field in a page's sentences, each linked once to where it is explained.

A page is made without thinking of it, and so are the notes of its tables: what a reader may not
know is found here in the finished page, where it first stands in running text.
"""

from __future__ import annotations

import re
from functools import cache

from scrutiny.web.content.glossary import term_address
from scrutiny.web.content.methods import method_address

# What is said, and the glossary's term for it. Its everyday words, such as force or change, are
# left out: a page full of links is read by nobody.
TERMS = {
    "most similar group": "most similar group",
    "similar forces": "most similar group",
    "control chart": "control chart",
    "upper limit": "control limit",
    "lower limit": "control limit",
    "trial limit": "trial limits",
    "special cause": "special cause",
    "usual variation": "common cause",
    "rank 1": "rank",
    "signal": "signal",
    "break": "break",
    "12 months": "rolling 12 months",
    "financial year": "financial year",
    "percentage point": "percentage point",
    "provisional": "provisional",
    "denominator": "denominator",
    "small numbers": "cautious",
    "community safety partnership": "community safety partnership",
    "LSOA": "LSOA",
    "anti-social behaviour": "ASB",
    "quality report": "quality report",
    "restatement": "restatement",
}
# What is said, and the section of the methods that explains it.
METHODS = {
    "funnel plot": "peers-and-ranks",
    "out of line": "peers-and-ranks",
    "95% interval": "significance",
    "95% limits": "peers-and-ranks",
    "by chance": "significance",
    "chance alone": "significance",
    "chance would explain": "significance",
    "projected": "projection",
    "not comparable": "changes",
    "not shown": "disclosure",
}
SENTENCES = frozenset({"p", "li", "dd"})
# A link in a link, a heading, a table or a control would be in the way.
ELSEWHERE = frozenset(
    {"a", "button", "caption", "form", "h1", "h2", "h3", "h4", "nav", "summary", "svg", "table"}
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_HREF = re.compile(r'href="([^"]+)"')


def linked(html: str) -> str:
    """The page with the first use of each word in its main part linked, once for each address."""
    before, opens, rest = html.partition("<main")
    main, closes, after = rest.partition("</main>")
    return before + opens + _linked(main) + closes + after


def _linked(main: str) -> str:
    words, addresses = _words()
    seen = set(_HREF.findall(main))  # what the page itself links need not be linked again
    inside, barred, at = 0, 0, 0
    made: list[str] = []

    def link(found: re.Match[str]) -> str:
        address = addresses[found[1].lower()]
        if address in seen:
            return found[0]
        seen.add(address)
        return f'<a class="govuk-link" href="{address}">{found[0]}</a>'

    for tag in _TAG.finditer(main):
        text = main[at : tag.start()]
        made += [words.sub(link, text) if inside and not barred else text, tag[0]]
        step = -1 if tag[1] else 1
        inside += step * (tag[2] in SENTENCES)
        barred += step * (tag[2] in ELSEWHERE)
        at = tag.end()
    return "".join([*made, main[at:]])


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds any of the words, singular or plural, and the address of each."""
    addresses = {said.lower(): term_address(name) for said, name in TERMS.items()}
    addresses |= {said.lower(): method_address(id) for said, id in METHODS.items()}
    longest = sorted(addresses, key=len, reverse=True)
    either = "|".join(re.escape(said) for said in longest)
    return re.compile(rf"(?<![\w-])({either})s?(?![\w-])", re.IGNORECASE), addresses
