"""How the plain grammar reads a sentence: what each word is, whose each reporting verb is, where phrases end."""

import csv
import re

from mediakit.text.speech.beside_quotes import read_sentence
from mediakit.text.speech.grammar import clause_start, find_subject, first_verb, phrase_end
from mediakit.text.speech.people import _find_mentions, name_in
from mediakit.text.speech.reports import clause_follows, find_cue, is_clause, is_done
from mediakit.text.speech.tokens import (
    Token,
    goes_on,
    is_adverb,
    is_name,
    is_passive,
    is_third,
    is_verb,
    is_when,
    name_runs,
    owns,
    reporting_verb,
    starts_phrase,
    tokens_between,
)
from tests.conftest import DATA, misread

with (DATA / "grammar.csv").open(encoding="utf-8", newline="") as lines:
    CASES = list(csv.DictReader(lines))


def cut(text: str) -> list[Token]:
    """Return the words and marks of a sentence, each stretch in “ ” as one."""
    tokens, at = [], 0
    for number, quoted in enumerate(re.finditer("“[^”]*”", text)):
        tokens += tokens_between(text, at, quoted.start())
        tokens.append(Token("“”", *quoted.span(), number))
        at = quoted.end()
    return tokens + tokens_between(text, at, len(text))


def show(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)


def show_word(tokens: list[Token], i: int) -> str:
    """Return a word with what it can be, in brackets."""
    token, before = tokens[i], tokens[i - 1] if i else None
    if token.quote >= 0 or not token.text[0].isalnum():
        return token.text
    told = {
        "name": is_name(token), "adverb": is_adverb(token), "verb": is_verb(token, before),
        "third": is_third(tokens, i), "owner": owns(token), "opens": starts_phrase(token), "when": is_when(tokens, i),
        "goes on": i + 1 < len(tokens) and goes_on(tokens, i),
    }  # fmt: skip
    found = [name for name, holds in told.items() if holds]
    return token.text + f"[{', '.join(found)}]" * bool(found)


def show_report(tokens: list[Token], i: int) -> str:
    """Return a form of a reporting verb: its tense, what tells whether it reports, and its subject; "" for none."""
    found = reporting_verb(tokens, i)
    if found is None:
        return ""
    verb, tense, width = found
    told = {
        "passive": is_passive(tokens, i), "undone": not is_done(tokens, i, tense),
        "clause": clause_follows(tokens, i + width), "no cue": find_cue(tokens, i) is None,
    }  # fmt: skip
    subject = find_subject(tokens, i, tense, {})
    named = "nobody" if subject is None else show(subject) or "none"
    return f"{verb.verb} ({', '.join([tense, *(name for name, holds in told.items() if holds)])}): {named}"


def show_reports(text: str) -> str:
    tokens = cut(text)
    return " ; ".join(filter(None, (show_report(tokens, i) for i in range(len(tokens)))))


def show_parts(text: str) -> str:
    """Return where the main clause begins, its first verb, the names, and the phrase at the start of each part."""
    tokens = cut(text)
    start = clause_start(tokens)
    verb = first_verb(tokens[start:])
    parts = [i for i in range(len(tokens)) if i == 0 or tokens[i - 1].text in ",;:" or tokens[i - 1].quote >= 0]
    phrases = [tokens[i : i + phrase_end(tokens[i:])] for i in parts if tokens[i].text[0].isalnum()]
    cells = [
        f"from {tokens[start].text if start < len(tokens) else 'nowhere'}",
        f"verb {tokens[start + verb].text if verb >= 0 else 'none'}" + ", a clause" * is_clause(tokens),
        f"names {', '.join(show(tokens[a:b]) for a, b in name_runs(tokens)) or 'none'}",
        f"phrases {' | '.join(map(show, phrases)) or 'none'}",
    ]
    return " ; ".join(cells)


def show_words(text: str) -> str:
    tokens = cut(text)
    return " ".join(show_word(tokens, i) for i in range(len(tokens)))


def test_what_each_word_of_a_sentence_can_be() -> None:
    assert misread(((case["text"], case["words"]) for case in CASES), show_words) == {}


def test_whose_each_reporting_verb_is_and_whether_it_reports() -> None:
    assert misread(((case["text"], case["reports"]) for case in CASES), show_reports) == {}


def test_where_the_clause_and_the_phrases_of_a_sentence_begin_and_end() -> None:
    assert misread(((case["text"], case["parts"]) for case in CASES), show_parts) == {}


def read_rows(name: str) -> list[tuple[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [(text, read) for text, read in list(csv.reader(lines))[1:]]


def show_attributions(text: str) -> str:
    """Return of each quotation of a sentence who says it, the verb, where that stands, and the frame of the verb."""
    lasts = {number: quoted.group()[-2] for number, quoted in enumerate(re.finditer("“[^”]*”", text))}
    shown = []
    for said in read_sentence(cut(text), lasts, {}).values():
        where = f"{said.place}, {said.frame}" + f", cue {text[said.cue_start : said.cue_end]}" if said else ""
        shown.append(f"{text[said.start : said.end] or '-'} ({where})" if said else "nobody")
    return " ;; ".join(shown)


def test_who_says_each_quotation_of_a_sentence_and_where_that_is_told() -> None:
    assert misread(read_rows("attributions"), show_attributions) == {}


def test_the_name_in_a_phrase_is_found() -> None:
    assert misread(read_rows("names_in"), lambda phrase: name_in(phrase, cut(phrase))) == {}


def show_mentions(text: str) -> str:
    """Return the names of a stretch: whether each opens a sentence, acts, stands in a list, and its roles."""
    shown = []
    for mention in _find_mentions(text):
        told = {"opens": mention.opens, "acts": mention.acts, "listed": mention.listed}
        cells = [*(name for name, holds in told.items() if holds), *sorted(mention.roles)]
        shown.append(f"{mention.name} ({', '.join(cells)})")
    return " ;; ".join(shown)


def test_the_names_of_a_stretch_and_which_of_them_act() -> None:
    assert misread(read_rows("mentions"), show_mentions) == {}
