"""Take the doer out of a sentence: a passive without its "by …", an active clause made a passive one."""

import re
from collections.abc import Iterator

from tests.benchmarks.planting import DATED, HALVES, Article, Edit, Plant, Swap, read_swaps

_DOER = r"(?!\d)[\w’'.-]+(?: (?!(?:in|on|at|due)\b)[\w’'-]+){0,5}?"
# A clause opens a sentence or follows one of these; its subject is short and opens with a name or a word of these.
_OPENING = "(?:the|an?|his|her|their|two) |[A-Z]"
_CLAUSE = re.compile(rf"\b(?:that|, and|, but|when|after|because|as|while|where) (?={_OPENING})")
_NOT_FIRST = "Under|While|In|On|At|After|Before|When|If|As|For|With|By|Since|During|But|And|It|There|This|That|None|No"
_SUBJECT = (
    rf"((?!(?:{_NOT_FIRST}|Few|Only|Lack) )(?:[A-Z][\w’'.-]*|the|a|an|his|her|their|two)"
    r"(?: (?!(?:and|that|who|which|said|says)\b)[\w’'.-]+){0,5}?)"
)
_THING = (
    r"((?:the|a|an|his|her|its|their|\d[\d,]*|two|three|four|five|six|several|many|hundreds|thousands|[A-Z][a-z]+)"
    r"(?: (?!(?:and|or|that|to|in|on|at|for|by|as|who|which|with|from|after)\b)[\w’'-]+){0,4})"
)
_STOP = (
    r"(?=[.,;](?! (?:[A-Z]|(?:a|an|the|who|which|whose|now|then)\b))(?:\s|$)"
    r"| (?:in|on|at|after|last|because|during|before|since|while|when|to)\b)"
)
_NO_DOER = re.compile(
    rf"\b(?:percent|per cent|{DATED}|next|end|[a-z]+ing|who|which|surprise|law|hand|far|default|then|now"
    r"|rises?|falls?|increases?|decreases?|changes?|lack|pictures|gifts|numbers|many|some|others)\b"
)
_NO_THING = re.compile(
    rf"\b(?:percent|per|years?|months|days|points|million|billion|{DATED}|was|were|is|are|just|away|out|up|down|off|back"
    r"|[a-z]+(?:ed|ing|ly))\b"
)
_NO_SUBJECT = re.compile(
    rf"\b(?:was|were|is|are|be|has|have|had|to|not|never|time|when|where|after|before|{DATED}|[a-z]+(?:ed|ly))\b"
)


def plant_agents(half: str, article: Article) -> Iterator[Plant]:
    """Yield doers that went: a passive without its "by …", an active sentence made a passive one without its doer."""
    deeds = {swap.new for part in HALVES for rows in read_swaps("agent", part).values() for swap in rows}
    participles = "|".join(sorted(deeds))  # of both halves: passives are rare
    passive = re.compile(rf"\b(?:was|were|been|being|is|are|be) (?:[a-z]+ly )?(?:{participles})( by {_DOER}){_STOP}")
    for match in passive.finditer(article.text):
        listed = article.text[match.end()] == ","
        if article.is_told(*match.span()) and not listed and not _NO_DOER.search(match[1]):
            yield Plant((Edit(*match.span(1), ""),), match[1].strip(), "")
    yield from _make_passive(read_swaps("agent", half), article)


def _make_passive(verbs: dict[str, list[Swap]], article: Article) -> Iterator[Plant]:
    """Yield short active clauses made passive, their doer left out."""
    does = "|".join(sorted(verbs))
    pattern = re.compile(rf"{_SUBJECT} (ha(?:s|ve) )?(?:recently |also |later |then )?({does}) {_THING}{_STOP}")
    for start, end in article.sentences:
        clauses = [m.end() for m in _CLAUSE.finditer(article.text, start, end)]
        for at in (start, *clauses):
            match = pattern.match(article.text, at, end)
            if match and article.is_told(*match.span()) and _is_clause(article.text, match, start, end):
                doer, has, verb, thing = match.groups()
                many = re.search(r"(?:[^siu]s|people|men|women|children)$", thing.split(" of ")[0]) is not None
                be = ("have been" if many else "has been") if has else ("were" if many else "was")
                told = f"{thing[0].upper()}{thing[1:]}" if at == start else thing
                yield Plant((Edit(*match.span(), f"{told} {be} {verbs[verb][0].new}"),), doer, "")


def _is_clause(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Tell whether subject and object are what they look like, and a stop ends the sentence or parts of it."""
    name_cut = text[match.end()] == "." and match.end() < end - 1
    listed = text[match.end()] == "," and match.start() == start
    odd = _NO_THING.search(match[4]) or _NO_SUBJECT.search(match[1])
    return not (name_cut or listed or odd)
