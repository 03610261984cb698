"""Cut narration into tokens, and tell what each can be: a name, a verb, a reporting verb, part of a phrase."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from operator import attrgetter

from mediakit.memory import Memory, remember
from mediakit.text.names import JOBS, is_known_name, kind_of
from mediakit.text.reporting_verbs import ReportingVerb, VerbForm, find_opener, find_verb
from mediakit.text.words import LEAST_ZIPF, cut_words, family, zipf


@dataclass(slots=True, eq=False)
class Token:
    """A word or mark of the text; `quote` is the number of the quotation it stands for, else -1."""

    text: str
    start: int
    end: int
    quote: int = -1
    lower: str = ""
    """The word in lower case, without a full stop at its end."""

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital letter, as `has_capital` says."""
        return has_capital(self.text)


@remember()
def has_capital(word: str) -> bool:
    """Tell whether a word begins with a capital letter, an Arabic article before it aside: al-Imam."""
    return word[:1].isupper() or word[:3] in ("al-", "el-") and word[3:4].isupper()


_MARK = re.compile(r"\.\.\.|[^\w\s]")
_INITIALS = re.compile(r"(?:\w\.){1,4}\w")


PRONOUNS = family("pronoun")
POSSESSIVES = family("possessive")
DETERMINERS = family("determiner", "possessive")
PREPOSITIONS = family("preposition")
SUBORDINATORS = family("subordinator")
JOINERS = family("joiner")
RELATIVES = family("relative")
BE = family("form of be")
AUXILIARIES = family("auxiliary", "form of be")
CALENDAR = family("calendar")
TIMES = CALENDAR | family("platform")
OCCASIONS = family("occasion")
PARTS_OF_DAY = family("part of a day or year")
THEN = frozenset(("before", "after", "ago", "earlier", "later"))
DOCUMENTS = family("document")
DESCRIBING = family("describes a report")
PAUSES = frozenset(",—–-:;")
_ABBREVIATIONS, _ACRONYMS = family("abbreviation"), family("body written like a word of grammar")
_ADVERBS = family("adverb")
_NO_ADVERBS = family("no adverb")
_VERBS = AUXILIARIES | family("past form", "present form")
_NO_VERBS = family("no verb")
_LINKS = family("name link")
_NO_NAMES = (
    family("pronoun", "object pronoun", "contraction", "adverb", "calendar", "other")
    | DETERMINERS | PREPOSITIONS | SUBORDINATORS | JOINERS | RELATIVES | AUXILIARIES
)  # fmt: skip
LEAD_BASE = AUXILIARIES | family("subject of a plural verb") | {"to"}
_BEFORE_VERB = family("determiner that can be a subject")
_PLURAL = frozenset("these those many most some several few all both various more fewer such".split())
_LONGEST_ASIDE = 12
"""The most words of what is inserted between a subject and its verb."""
NO_SUBJECTS = DETERMINERS - _BEFORE_VERB
"""Behind one of these a form of a verb is a noun or describes one: the claims, a reported plan."""
_SINGULAR = (DETERMINERS | {"one"}) - _PLURAL
_BEFORE_NOUN, _PAST_COMMA = PREPOSITIONS | BE | DESCRIBING, PREPOSITIONS - {"of", "for", "as"}
_NO_PHRASE = PREPOSITIONS | SUBORDINATORS | JOINERS | RELATIVES | AUXILIARIES
_AFTER_PASSIVE = frozenset(("to", "a", "the"))
_QUOTE: Callable[[Token], int] = attrgetter("quote")


def tokens_between(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of a stretch; the full stop of an abbreviation belongs to its word."""
    if start >= end:
        return []
    words, gaps = cut_words(text[start:end])
    pieces = chain.from_iterable(zip(gaps, words, strict=False))
    return tokens_of(words, gaps, list(accumulate(map(len, pieces), initial=start)))


def tokens_of(words: Sequence[str], gaps: Sequence[str], edges: Sequence[int]) -> list[Token]:
    """Return words, and the marks in the gaps before, between and after them, as tokens.

    `edges` are where the first gap begins, then where each word starts and ends.
    """
    places = edges[1::2], edges[2::2]
    own = list(map(Token, words, *places, repeat(-1), map(_LOWER.__getitem__, words)))
    tokens: list[Token] = []
    at = 0
    for place in [place for place, gap in enumerate(gaps) if gap != " " and gap]:
        tokens += own[at:place]
        _add_marks(tokens, gaps[place], edges[2 * place])
        at = place
    return tokens + own[at:]


_LOWER: Memory[str, str] = Memory(lambda word: word if word in _ACRONYMS else word.lower().rstrip("."))
"""A word in lower case, without a full stop at its end; the WHO is not who."""
_WORD: Memory[str, str] = Memory(lambda text: _LOWER[text] if text[0].isalnum() else "")
"""A word in lower case, "" for a mark or a quotation."""
_MARKS: Memory[str, tuple[tuple[str, int], ...]] = Memory(
    lambda gap: tuple((match.group(), match.start()) for match in _MARK.finditer(gap))
)
"""The marks in a gap, each with its place."""


def _add_marks(tokens: list[Token], gap: str, at: int) -> None:
    """Add the marks of the gap that begins at `at`; what belongs to the word before it is joined to that."""
    if gap[0] in ".'’" and tokens and tokens[-1].end == at:
        last = tokens[-1]
        if _IS_ABBREVIATION[last.text] if gap[0] == "." else gap[1:2].isspace():
            word = last.text + gap[0]
            tokens[-1] = Token(word, last.start, last.end + 1, -1, _LOWER[word])
            gap, at = gap[1:], at + 1
    for mark, place in _MARKS[gap]:
        tokens.append(Token(mark, at + place, at + place + len(mark), -1, mark))


_IS_ABBREVIATION: Memory[str, bool] = Memory(
    lambda word: (
        (len(word) == 1 and word.isupper() and word != "I")
        or word.lower() in _ABBREVIATIONS
        or (len(word) < 10 and _INITIALS.fullmatch(word) is not None)
    )
)


def holds_quotation(tokens: list[Token]) -> bool:
    """Return whether one of some tokens stands for a quotation."""
    return max(map(_QUOTE, tokens), default=-1) >= 0


def is_name(token: Token) -> bool:
    """Return whether a word may belong to a name: a capital, and no word of the grammar."""
    return _may_name(token.text)


@remember()
def _may_name(word: str) -> bool:
    return has_capital(word) and _LOWER[word] not in _NO_NAMES


def is_adverb(token: Token) -> bool:
    """Return whether a word can stand between a subject and its verb."""
    return _IS_ADVERB[token.text]


def _may_stand_between(word: str) -> bool:
    if word.lower() in _ADVERBS:
        return True
    return word[0].islower() and len(word) > 4 and word.endswith("ly") and word not in _NO_ADVERBS


_IS_ADVERB = Memory(_may_stand_between)


CAN_BE_VERB: Memory[str, bool] = Memory(
    lambda word: word in _VERBS or word.endswith(("ed", "s")) or find_opener(_LOWER[word]) is not None
)
"""Whether a word as written may be a verb, or begin one that reports, whatever stands around it."""


def is_verb(token: Token, before: Token | None) -> bool:
    """Return whether a word outside the list of reporting verbs is probably a finite verb."""
    word = token.text
    if word in _VERBS:
        return True
    if (
        before is None
        or not word.endswith("ed")
        or len(word) < 4
        or word in _NO_VERBS
        or not word.isalpha()
        or not word.islower()
    ):
        return False
    if before.lower in _BEFORE_VERB or before.quote >= 0:
        return True
    return before.lower not in DETERMINERS and before.text[0].isalpha() and before.lower not in JOINERS


def is_third(tokens: list[Token], i: int) -> bool:
    """Return whether a word with -s is a verb after a name: "Orr pushes back", "Orr wins the vote"."""
    word, after = tokens[i].text, tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if i == 0 or not word.islower() or not word.endswith("s") or word.endswith("ss") or owns(tokens[i]):
        return False
    told = i > 1 and is_adverb(tokens[i - 1]) and tokens[i - 1].text.endswith("ly") and tokens[i - 2].text.isalpha()
    if told and (after in DETERMINERS or i + 1 < len(tokens) and is_name(tokens[i + 1])):  # the story badly distorts it
        return tokens[i - 2].lower not in _NO_NAMES
    named = is_name(tokens[i - 1]) and not owns(tokens[i - 1]) and (i > 1 or is_known_name(tokens[0].text))
    return named and (after in DETERMINERS or after in PARTICLES or after == "that")


_A_WORD = 3.5  # Zipf frequency; "republican" has 4.7, "reuter" 2.4, "texa" 2.1
PARTICLES = frozenset("back up out down off away".split())


def reporting_verb(tokens: list[Token], i: int) -> tuple[ReportingVerb, str, int] | None:
    """Return the reporting verb at `i`, its tense, and how many words it has; nouns ("the claims") are none."""
    opener = find_opener(tokens[i].lower) if tokens[i].quote < 0 else None
    if opener is None:
        return None
    onward = i + 1 < len(tokens) and tokens[i + 1].lower in opener.onward
    for width in range(min(opener.longest, len(tokens) - i) if onward else 1, 0, -1):
        if found := find_verb(" ".join([t.lower for t in tokens[i : i + width]]) if onward else tokens[i].lower):
            if found.tense == "base" and _leads_plural(tokens, i, found.verb):
                found = found._replace(tense="present")
            bare = found.tense == "base" and not _takes_base(tokens, i, found.verb)
            other = bare or _is_noun(tokens, i, found) or is_trapped(found.verb, tokens, i, i + width)
            return None if other else (*found, width)
    return None


def _leads_plural(tokens: list[Token], i: int, verb: ReportingVerb) -> bool:
    """Tell whether a verb without ending stands before its subject, who are several: "It fell, say the authors"."""
    if verb.verb != "say" or tokens[i].is_capital:
        return False
    if i and tokens[i - 1].text not in PAUSES and tokens[i - 1].quote < 0:
        return False
    ahead = tokens[i + 1 : i + 4]
    end = next((k for k, t in enumerate(ahead) if not t.text[0].isalpha()), len(ahead))
    return any(t.lower in _PLURAL or _is_plural(t, verb) for t in ahead[:end])


def _is_noun(tokens: list[Token], i: int, found: VerbForm) -> bool:
    """Tell whether a word before the form of a verb makes it a noun or a participle: "the claims", "of raised …"."""
    before, tense = tokens[i - 1].lower if i else "", found.tense
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if tense == "participle":
        if after is not None and after.text in _VERBS:  # the finding ended
            return True
        return before in NO_SUBJECTS or (i > 0 and owns(tokens[i - 1]))
    if before in NO_SUBJECTS or before in ("of", "for", "whose"):
        return True
    if tense == "present" and found.verb.is_noun:
        of = after is not None and after.lower in ("of", "from", "are", "were", "have")
        if of or not _is_singular(tokens, i):
            return True
    if tense == "present" and i and (owns(tokens[i - 1]) or found.verb.is_noun and before.endswith("ed")):
        return True
    return tense == "present" and (
        before in _BEFORE_NOUN or found.verb.is_noun and before.endswith("ing")
    )


def _is_singular(tokens: list[Token], i: int) -> bool:
    """Tell whether what stands before an s-form can be its subject: "the office notes", not "two delivery notes"."""
    at = i - 1
    while at > 0 and (is_adverb(tokens[at]) or tokens[at].text in ",—–"):
        at -= 1
    first = at
    if _of_paper(tokens, i):
        return True
    while first >= 0 and tokens[first].text[0].isalnum() and not _begins_subject(tokens[first]):
        first -= 1
    if first < 0 or is_name(tokens[first]) or at == first:
        return first < 0 or tokens[first].lower not in _PLURAL
    word = tokens[first].lower
    return word in _SINGULAR or owns(tokens[first]) or first == 0 and word not in _ENDS_SUBJECT


def _of_paper(tokens: list[Token], i: int, *, several: bool = False) -> bool:
    """Tell whether the subject of the verb at `i` is something written: "data from two towns show"; `several`: many."""
    for token in reversed(tokens[max(0, i - _OF_PAPER) : i]):
        if token.lower in PAPERS and (not several or token.lower.endswith("s") or token.lower == "data"):
            return True
        if token.quote >= 0 or token.text in ".;:" or token.text in _VERBS:
            return False
    return False


def _begins_subject(token: Token) -> bool:
    return token.is_capital or token.lower in _ENDS_SUBJECT and token.lower != "of"


PAPERS = family("document", "evidence")
SHOWING = family("what papers do")
GRADING = family("before an adjective")
_OF_PAPER = 8
_ENDS_SUBJECT = DETERMINERS | PREPOSITIONS | PRONOUNS | AUXILIARIES | SUBORDINATORS | JOINERS | RELATIVES | _PLURAL


def is_trapped(verb: ReportingVerb, tokens: list[Token], i: int, last: int) -> bool:
    """Tell whether the words around a verb are traps of its row: "hailed a cab", "the United States"."""
    if verb.not_before and word_at(tokens, last) in _OPENS_TRAP[verb.not_before]:
        ahead = words_at(tokens, last, last + 4)
        traps = verb.not_before.intersection([" ".join(ahead[:n]) for n in range(1, 5)])
        if verb.needs == "clause" and is_passive(tokens, i):  # "is expected to", "is considered the"
            traps -= _AFTER_PASSIVE
        traps -= {"to"} if "that" in ahead else set()  # confirmed to the paper that
        traps -= {ahead[0]} if not CALENDAR.isdisjoint(ahead[1:2]) else set()  # reported on Monday
        if traps and not (tokens[i - 1].quote >= 0 if i else not tokens[0].is_capital):
            return True
    if verb.not_after and i:
        behind = words_at(tokens, max(0, i - 3), i)
        if any(" ".join(behind[n:]) in verb.not_after for n in range(len(behind))):
            return True
    return bool(verb.not_near) and any(t.lower in verb.not_near for t in tokens)


_OPENS_TRAP: Memory[frozenset[str], frozenset[str]] = Memory(lambda traps: frozenset(each.split()[0] for each in traps))


def word_at(tokens: list[Token], i: int) -> str:
    """Return the word at a place in small letters, "" for a mark, a quotation, or no place at all."""
    return _WORD[tokens[i].text] if 0 <= i < len(tokens) else ""


def words_at(tokens: list[Token], first: int, last: int) -> list[str]:
    """Return the words from a place to another in small letters, "" for a mark or a quotation."""
    return [_WORD[token.text] for token in tokens[first:last]]


def is_passive(tokens: list[Token], i: int) -> bool:
    """Tell whether a participle at `i` is passive: "was told", "is widely believed", "when asked"."""
    at = i - 1
    while at > 0 and (_IS_ADVERB[tokens[at].text] or tokens[at].lower == "not"):
        at -= 1
    if tokens[i].lower in _ASKED and (at < 0 or tokens[at].lower in ("when", "if", "once")):
        return True
    if at < 0 or tokens[at].lower in BE:
        return at >= 0
    return tokens[at].lower in _STANDS and not (at > 0 and tokens[at - 1].lower in DETERMINERS)  # took the stand


_CAUSING = frozenset(
    "make makes made making let lets letting help helps helped hear hears heard see sees saw seeing watch".split()
)  # made people think, hear so many people say
_ASKED = family("opens with its hearer")
_STANDS = frozenset(("got", "gets", "stand", "stands", "stood"))


def _takes_base(tokens: list[Token], i: int, verb: ReportingVerb) -> bool:
    """Return whether what stands before `i` wants a verb without ending: "to say", "they say", "officials say"."""
    at = i - 1
    while at >= 0 and _IS_ADVERB[tokens[at].text]:
        at -= 1
    if at < 0 or at < i - 3:
        return False
    word = tokens[at].lower
    if not _CAUSING.isdisjoint([t.lower for t in tokens[max(0, at - 3) : at]]):
        return False
    if word in LEAD_BASE:
        return True
    if verb.verb in SHOWING and _of_paper(tokens, i, several=True):
        return True
    if verb.is_noun:
        return _is_plural(tokens[at], verb)
    if tokens[at].text == ",":  # critics, including Ann Orr, say
        at = next((k - 1 for k in range(at - 1, max(0, at - _LONGEST_ASIDE), -1) if tokens[k].text == ","), at)
    of = at - 2 if at > 1 and tokens[at - 1].lower in ("in", "of", "at", "from") else at  # pals in government tell
    several = tokens[at].lower in _PLURAL or tokens[of].lower in _PLURAL
    return several or any(_is_plural(tokens[k], verb) for k in (at, of)) or _joins_names(tokens, at)


def _joins_names(tokens: list[Token], last: int) -> bool:
    """Tell whether names that end at `last` are two, joined by "and": "Ann Orr and mayor Tom Hale complain"."""
    at = last
    while at > 0 and (tokens[at].is_capital or tokens[at].lower in JOBS) and not owns(tokens[at]):
        at -= 1
    return at < last and at > 0 and tokens[at].lower == "and" and tokens[at - 1].is_capital and is_name(tokens[last])


def _is_plural(token: Token, verb: ReportingVerb) -> bool:
    """Return whether a word looks like a plural that can be a subject: "Critics claim", not "Paris claim"."""
    word = token.lower
    if not word.endswith("s") or word.endswith(("'s", "’s", "ss")) or word in _NO_NAMES:
        return False
    named = token.is_capital and verb.is_noun and is_known_name(token.text)
    return not named or kind_of(token.text) in ("group", "place") and zipf(word[:-1]) > _A_WORD  # not Texas


def name_runs(tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the runs of capitalised words (first, last exclusive), with particles such as "van" inside."""
    runs, done = [], 0
    for i in [i for i, token in enumerate(tokens) if _may_name(token.text)]:
        if i < done:
            continue
        k = i + 1
        while k < len(tokens) and not owns(tokens[k - 1]):
            last = k
            while last < len(tokens) and tokens[last].text in _LINKS:
                last += 1
            if last == len(tokens) or last > k + 2 or not is_name(tokens[last]):
                break
            k = last + 1
        runs.append((i, k))
        done = k
    return runs


def owns(token: Token) -> bool:
    """Return whether a word is a possessive: "Ryan’s", "voters'"."""
    return token.text.endswith(("'s", "’s", "s'", "s’"))


def starts_phrase(token: Token) -> bool:
    """Return whether a word can begin a noun phrase: a name, "the", "she", "spokesman", "officials"."""
    return _STARTS_PHRASE[token.text]


def _may_start_phrase(word: str) -> bool:
    plain = word[0].isalpha() and not _LOWER[word].endswith("ing") and not _IS_ADVERB[word]
    return _may_name(word) or _LOWER[word] in DETERMINERS | PRONOUNS or plain and _LOWER[word] not in _NO_PHRASE


_STARTS_PHRASE = Memory(_may_start_phrase)


def is_dash(words: list[Token], i: int) -> bool:
    """Return whether a mark is a dash, a hyphen with a space before it too."""
    if words[i].text != "-" or i == 0:
        return words[i].text in "—–"
    return words[i - 1].end < words[i].start or words[i - 1].text == "-"


def trim(words: list[Token]) -> list[Token]:
    """Return a noun phrase without helping verbs, adverbs and marks at its ends."""
    a, b = 0, len(words)
    while b > a and (
        _IS_LOOSE[words[b - 1].text]
        or _IS_ADVERB[words[b - 1].text]
        and not (words[b - 1].is_capital and b - 1 > a and words[b - 2].is_capital)  # USA TODAY said
    ):
        b -= 1
    while a < b and (words[a].text in PAUSES or words[a].lower in JOINERS or words[a].lower == "as"):
        a += 1
    return words[a:b]


_IS_LOOSE: Memory[str, bool] = Memory(
    lambda word: word in PAUSES or word in AUXILIARIES or _LOWER[word] in ("to", "who", "not", "that")
)
"""Whether a word or mark does not end a noun phrase."""


def without_insertion(words: list[Token]) -> list[Token]:
    """Return a phrase without what only says where or when: "Mr. Biden, in an interview, ", "Mr. Biden on Monday"."""
    for i in range(1, len(words) - 1):
        following = words[i + 1].lower
        if words[i].text == "," and following in _PAST_COMMA:
            return words[:i]
        if words[i].lower in ("on", "in", "late", "early") and following in TIMES:
            return words[: i - (i > 1 and is_verb(words[i - 1], words[i - 2]))]  # a poll published on Sunday
    return words[:-1] if len(words) > 1 and words[-1].lower in TIMES and words[-1].lower != "x" else words


def is_plain(subject: list[Token]) -> bool:
    """Return whether a stretch can be one noun phrase: short, and no verb outside a relative clause."""
    if len(subject) > 40:
        return False
    loose = [i for i in range(1, len(subject)) if is_verb(subject[i], subject[i - 1])]
    return all(any(t.lower in RELATIVES for t in subject[:i]) for i in loose)


def is_opener(word: str) -> bool:
    """Tell whether a word with a capital is an adverb that opens a sentence: "Inevitably", not "Kelly"."""
    word = word.lower()
    if len(word) < 7 or not word.endswith("ly"):
        return False
    return any(zipf(adjective) > LEAST_ZIPF for adjective in (word[:-2], word[:-1] + "e", word[:-3] + "y"))


def is_when(words: list[Token], at: int) -> bool:
    """Return whether a word says when: "Monday", or "on" before it."""
    ahead = words[at + 1].lower if at + 1 < len(words) else ""
    leads = words[at].lower in ("on", "in", "at", "late", "early", "last", "this")
    return words[at].lower in TIMES or leads and (ahead in TIMES or ahead in PARTS_OF_DAY or ahead[:1].isdigit())


def goes_on(words: list[Token], i: int) -> bool:
    """Return whether a phrase goes on behind a time: "data released on Tuesday by Nielsen"."""
    at = i + (words[i].lower in ("on", "in", "last", "this"))
    return any(token.lower == "by" for token in words[at + 1 : at + 2]) and words[at].lower in TIMES


def leads_list(words: list[Token], start: int) -> int:
    """Return where the preposition stands before a row of names that goes on at `start`: "from Rome, Oslo and Bonn"."""
    row = words[start:]
    if not any(t.lower == "and" for t in row) or not all(is_name(t) or t.lower in ("and", "the") for t in row):
        return 0
    at = start - 1
    while at > 0 and (is_name(words[at]) or words[at].text == "," or words[at].lower == "the"):
        at -= 1
    led = at > 0 and words[at].lower in ("from", "in", "of", "at") and (at == 1 or words[at - 1].text.islower())
    return at if led and at < start - 1 else 0
