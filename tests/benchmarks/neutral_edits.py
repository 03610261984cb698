"""Edits that leave the sense as it is: quotation marks, spelling, numerals, order of "said", joined sentences.

Each rule gives every place of an article where it can be made; the lists are those of `planting`.
"""

import re
from collections.abc import Callable, Iterator

from tests.benchmarks.planting import Article, Edit, find_swaps

_NUMERALS = dict(zip("2 3 4 5 6 7 8 9".split(), "two three four five six seven eight nine".split(), strict=True))
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
_PERSON = rf"(?:{_NAME}|the (?:minister|president|company|spokesman|spokeswoman|judge|report|statement|group))"


def swap_words(name: str) -> Callable[[str, Article], Iterator[Edit]]:
    """Return the rule that exchanges the words of one list outside quotation marks."""
    return lambda half, article: (edit for plant in find_swaps(name, half, article) for edit in plant.edits)


def change_marks(half: str, article: Article) -> Iterator[Edit]:
    """Yield straight quotation marks for curly ones, or curly for straight where there are none."""
    text = article.text
    if re.search("[“”’]", text):
        for match in re.finditer("[“”‘’]", text):
            yield Edit(*match.span(), '"' if match.group() in "“”" else "'")
        return
    for start, end in article.quoted:
        if text[end - 1] == '"' and end - start > 1:
            yield from (Edit(start, start + 1, "“"), Edit(end - 1, end, "”"))
    for match in re.finditer(r"(?<=\w)'(?=\w)", text):
        yield Edit(*match.span(), "’")


def change_percent(half: str, article: Article) -> Iterator[Edit]:
    """Yield "percent", "per cent" and "%" for each other; half b writes the sign, half a the word."""
    for match in re.finditer(r"(?<=\d)(?:%| ?per ?cent\b)", article.text):
        written = " percent" if "%" in match.group() or "per cent" in match.group() else " per cent"
        yield Edit(*match.span(), "%" if half == "b" and "%" not in match.group() else written)


def change_initials(half: str, article: Article) -> Iterator[Edit]:
    """Yield U.S. for US, U.K. for UK, U.N. for UN and the other way round, not before a sentence's end."""
    for match in re.finditer(r"(?<![\w.-])(?:(U)\.([SKN])\.(?= [a-z])|(U)([SKN])(?=[ ’'][a-zA-Z]|, ))", article.text):
        dotted = match[1] is not None
        yield Edit(*match.span(), match[1] + match[2] if dotted else f"{match[3]}.{match[4]}.")


def change_numerals(half: str, article: Article) -> Iterator[Edit]:
    """Yield digits for words from two to nine and the other way round, where they count something."""
    words = {word: digit for digit, word in _NUMERALS.items()}
    digit = r"(?<=[a-z] )[2-9](?= (?!(?:million|billion|per|p|a|pm|am|to)\b)[a-z]{4,})"
    word = rf"(?<=[a-z] )(?<!one in )(?:{'|'.join(words)})(?= (?!or |to |and |out |[a-z]+ths)[a-z]{{3,}})"
    for match in re.finditer(f"{digit}|{word}", article.text):
        if article.is_told(*match.span()):
            yield Edit(*match.span(), _NUMERALS.get(match.group()) or words[match.group()])


def change_dates(half: str, article: Article) -> Iterator[Edit]:
    """Yield "5 May" for "May 5" and the other way round."""
    pattern = rf"\b({_MONTH}) (\d{{1,2}})\b(?!:)(?:, (?=\d{{4}}\b))?|\b(\d{{1,2}}) ({_MONTH})\b"
    for match in re.finditer(pattern, article.text):
        day_last = match[1] is not None
        year = " " if match.group().endswith(", ") else ""
        if article.is_told(*match.span()):
            yield Edit(*match.span(), f"{match[2]} {match[1]}{year}" if day_last else f"{match[4]} {match[3]}")


def change_paragraphs(half: str, article: Article) -> Iterator[Edit]:
    """Yield paragraphs cut in two or joined with the next, at every third sentence."""
    for (_, end), (start, _) in list(zip(article.sentences[1:], article.sentences[2:], strict=False))[::3]:
        between = article.text[end:start]
        whole = article.text[end - 1] in ".”\"" and not article.touches_quotation(end, start)
        if whole and not between.strip() and re.match(r"[A-Z]", article.text[start:]):
            yield Edit(end, start, " " if "\n" in between else "\n\n")


def change_said_order(half: str, article: Article) -> Iterator[Edit]:
    """Yield "Ann Lee said" for "said Ann Lee" behind a quotation and the other way round."""
    pattern = rf"(?<=[”\"] )(?:(said|says|added) ({_PERSON})|({_PERSON}) (said|says|added))(?=\.(?:\s|$))"
    for match in re.finditer(pattern, article.text):
        yield Edit(*match.span(), f"{match[2]} {match[1]}" if match[1] else f"{match[4]} {match[3]}")


def change_that(half: str, article: Article) -> Iterator[Edit]:
    """Yield "that" left out behind a verb of saying or thinking, or put in before a pronoun."""
    verbs = r"\b(?:said|says|say|believes?|believed|thinks?|thought|hopes?|hoped|claims?|claimed|knew|knows)"
    given = r" that(?= (?:the|he|she|it|they|we|there|his|her|their|this|these|its) [a-z])"
    lacking = r"(?= (?:he|she|they|there|it) (?:is|was|were|are|will|would|had|has|have|could|can|should|may|might)\b)"
    for match in re.finditer(f"{verbs}(?:({given})|{lacking})", article.text):
        if article.is_told(*match.span()):
            yield Edit(*match.span(1), "") if match[1] else Edit(match.end(), match.end(), " that")


def join_sentences(half: str, article: Article) -> Iterator[Edit]:
    """Yield two sentences of a paragraph joined by ", and", of any three at most one pair."""
    last = -1
    for (start, end), (follow, stop) in zip(article.sentences, article.sentences[1:], strict=False):
        if start < last or article.touches_quotation(start, stop) or stop - start > 320:
            continue
        opening = re.match(r"(?:The|He|She|It|They|This|These|There|His|Her|Their|A|Its) ", article.text[follow:])
        if opening and article.text[end:follow] == " " and re.search(r"[a-z]{3}\.$", article.text[start:end]):
            last = stop
            yield Edit(end - 1, follow + 1, f", and {article.text[follow].lower()}")


NEUTRAL: dict[str, Callable[[str, Article], Iterator[Edit]]] = {
    "quotation marks": change_marks,
    "spelling": swap_words("spelling"),
    "percent": change_percent,
    "U.S.": change_initials,
    "contractions": swap_words("contraction"),
    "numerals": change_numerals,
    "dates": change_dates,
    "paragraphs": change_paragraphs,
    "order of said": change_said_order,
    "words of style": swap_words("style"),
    "that": change_that,
    "joined sentences": join_sentences,
}
STYLES = ("words of style", "spelling", "contractions")  # what a planted change is hidden among
