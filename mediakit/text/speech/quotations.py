"""Find quotations, who speaks them, and the words that attribute them."""

from mediakit.text.document import Quotation
from mediakit.text.quotation_marks import pair_marks
from mediakit.text.speech.speakers import Spoken, find_speakers
from mediakit.text.speech.tokens import PRONOUNS, Token, is_name, owns, tokens_between
from mediakit.text.words import family

_TITLE_NOUNS = family("kind of work")
_ENTITLED = family("entitled")
# More characters than this are no name of a work and no scare quote.
_LONGEST_NAME = 200
_LONGEST_HEADING = 80
_SMALL = family("small in titles")
# Right before a term or a nickname of the writer's own; articles only where nobody is quoted in the sentence so far.
_NAMING = family("names a term")
_OWNERS = family("owner")
_ARTICLES = family("before a term")


def find_quotations(text: str, paragraphs: tuple[tuple[int, int], ...]) -> tuple[list[Quotation], list[str]]:
    """Return the quotations in the body paragraphs of a mended text, and plain sentences on marks without a partner.

    Offsets are those of `text`, marks included; only the outermost quotation is returned. `kind` is "speech" (also a
    few attributed words inside a sentence), "title" or "scare" (words held at a distance, terms, nicknames).
    """
    spoken, problems = find_spoken(text, paragraphs)
    return [quotation for quotation, _ in spoken], problems


def find_spoken(text: str, paragraphs: tuple[tuple[int, int], ...]) -> tuple[list[tuple[Quotation, Spoken]], list[str]]:
    """Return what `find_quotations` does, each quotation with how it was read (its source as it stands, its place)."""
    quoted, problems = pair_marks(text, paragraphs)
    found: list[tuple[Quotation, Spoken]] = []
    group, before = -1, ""
    for spoken in find_speakers(text, paragraphs, quoted):
        kind = classify(text, spoken, paragraphs[spoken.quoted.paragraph][0])
        group += not (spoken.joined and before == kind == "speech")
        before = kind
        a, b = spoken.quoted.start, spoken.quoted.end
        partial = not (spoken.starts and spoken.stops)
        speaker, cue, name = name_source(text, spoken) if kind == "speech" else ("", "", "")
        said = spoken.attribution if cue else None
        at = (said.cue_start, said.cue_end) if said and said.cue_end else (-1, -1)
        found.append((Quotation(text[a:b], a, b, speaker, cue, kind, group, name, partial, *at), spoken))
    return found, problems


def name_source(text: str, spoken: Spoken) -> tuple[str, str, str]:
    """Return the source of a quotation as it stands (the name behind it if it is a pronoun), the cue, the bare name."""
    said = spoken.attribution
    phrase = text[said.start : said.end].strip() if said else ""
    # "he" and "its post" say nothing away from their place.
    leaning = not phrase or phrase.split()[0].lower() in PRONOUNS | _OWNERS
    return spoken.speaker if leaning else phrase, said.cue if said else "", spoken.speaker


def classify(text: str, spoken: Spoken, floor: int) -> str:
    """Return the kind of a quoted stretch: "speech", "title" or "scare"; `floor` is where its paragraph starts."""
    quoted, said = spoken.quoted, spoken.attribution
    whole = spoken.starts and spoken.stops
    length = quoted.end - quoted.start
    if length > _LONGEST_NAME or (whole and said is not None and said.place != "final" and length > _LONGEST_HEADING):
        return "speech"
    words = [t for t in tokens_between(text, quoted.start, quoted.end) if t.text[0].isalnum()]
    if not words:
        return "scare"
    before = tokens_between(text, max(floor, quoted.start - 40), quoted.start)[-4:]
    attributed = said is not None and (
        said.place in ("after", "carried") or (said.place == "before" and said.frame != "turn")
    )
    if not attributed and before and is_name(before[-1]) and text[quoted.end : quoted.end + 2].strip()[:1].isupper():
        return "scare"  # a nickname: Dwayne “The Rock” Johnson
    if _is_title(words, before, attributed):
        return "title"
    last = [token.lower for token in before[-2:]]
    if last and (last[-1] in _NAMING or last == ["known", "as"]):
        return "scare"
    if said is not None:
        term = said.place == "final" and not whole and len(words) <= 3 and last and last[-1] in _ARTICLES
        return "scare" if term else "speech"
    return "speech" if len(words) >= (4 if whole else 8) else "scare"


def _is_title(words: list[Token], before: list[Token], attributed: bool) -> bool:
    """Return whether quoted words are the name of a work: in capitals, after its kind, or without any other reason."""
    heavy = [w for w in words if w.lower not in _SMALL]
    capital = bool(heavy) and words[0].is_capital and all(w.is_capital or w.text[0].isdigit() for w in heavy)
    near = [t.lower for t in before]
    paused = bool(near) and before[-1].text in ",:"
    host = bool(near) and (near[-1] in ("told", "tells") or (owns(before[-1]) and before[-1].is_capital))
    noun = bool(near) and (near[-1] in _TITLE_NOUNS or (paused and len(near) > 1 and near[-2] in _TITLE_NOUNS))
    if near and near[-1] in _ENTITLED or (capital and (noun or not _ENTITLED.isdisjoint(near))):
        return True
    if capital and host and 2 <= len(heavy) <= 5 and not words[-1].text.islower():
        return True
    if noun and not attributed and words[0].is_capital and before[-1].text == ",":
        return True
    if not capital or attributed:
        return False
    return len(heavy) >= 2 or len(words) == 2 or (bool(near) and before[-1].text[0].islower())
