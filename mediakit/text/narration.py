"""Cut a paragraph into sentences in which each quotation is one token."""

from mediakit.text.attributions import read_after
from mediakit.text.clauses import PRONOUNS, Token, is_name, reporting_verb, tokens_between
from mediakit.text.quotation_marks import Quoted

TERMINAL = ".?!…"
_INNER_MARKS = "\"“”„‟«»'‘’‚‹›`"


def narrate(text: str, paragraph: tuple[int, int], quoted: list[Quoted]) -> list[list[Token]]:
    """Return the sentences of a paragraph as tokens; the token of a quotation carries its number in `quoted`."""
    tokens: list[Token] = []
    at = paragraph[0]
    for number, stretch in enumerate(quoted):
        tokens += tokens_between(text, at, stretch.start)
        tokens.append(Token("“”", stretch.start, stretch.end, number))
        at = stretch.end
    tokens += tokens_between(text, at, paragraph[1])
    sentences: list[list[Token]] = []
    start = 0
    for i in range(len(tokens)):
        if _ends_sentence(text, tokens, i, quoted):
            sentences.append(tokens[start : i + 1])
            start = i + 1
    return sentences


def last_character(text: str, quoted: Quoted) -> str:
    """Return the last character inside the marks (of inner quotations too)."""
    at = quoted.end - 1
    while at > quoted.start and (text[at] in _INNER_MARKS or text[at].isspace()):
        at -= 1
    return text[at]


def _ends_sentence(text: str, tokens: list[Token], i: int, quoted: list[Quoted]) -> bool:
    """Return whether the token at `i` is the last of its sentence."""
    token = tokens[i]
    if i + 1 == len(tokens):
        return True
    following = tokens[i + 1]
    begins = following.is_capital or following.quote >= 0 or following.text[0].isdigit() or following.text in "(["
    if token.quote < 0:
        ended = token.text in (".", "?", "!") or token.text == "..." and following.is_capital
        return begins and (ended or following.quote >= 0 and _ends_with_abbreviation(token))
    last = last_character(text, quoted[token.quote])
    if last not in TERMINAL or following.text[0].islower() or following.text in ",;:—–-.?!)]":
        return False
    if following.quote >= 0 or (following.is_capital and not is_name(following) and following.text != "I"):
        return True
    ahead = tokens[i + 1 : i + 20]
    stop = next((n for n, t in enumerate(ahead) if t.quote >= 0 or t.text in ".?!"), len(ahead))
    told = read_after(ahead[:stop], False)
    if told is None or not told.end or told.cue == "according to":
        return True
    at = quoted[token.quote].end - 1
    trails = last == "…" or "..." in text[max(quoted[token.quote].start, at - 6) : at]
    return last == "." and not trails and not _is_brief(ahead[:stop])


def _ends_with_abbreviation(token: Token) -> bool:
    """Return whether an abbreviation before a quotation ends its sentence: "in Naples, Fla. “X”", not "Mr. “X”"."""
    return token.text.endswith(".") and token.is_capital and token.lower not in ("mr", "mrs", "ms", "dr", "prof", "st")


def _is_brief(words: list[Token]) -> bool:
    """Return whether a stretch is nothing but subject and verb: "Mr. Low said"."""
    return (
        0 < len(words) <= 5
        and (is_name(words[0]) or words[0].lower in PRONOUNS)
        and reporting_verb(words, len(words) - 1) is not None
    )
