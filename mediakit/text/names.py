"""Find names of people, organisations and places in a sentence, and tell whether two names are the same."""

import csv
from collections.abc import Sequence
from importlib.resources import files
from types import MappingProxyType

from mediakit.memory import once, remember
from mediakit.text.words import facts


@once
def _families() -> MappingProxyType[str, frozenset[str]]:
    source = files("mediakit.text").joinpath("name_words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(source.splitlines()))
    names = {row["family"] for row in rows}
    return MappingProxyType({name: frozenset(r["word"] for r in rows if r["family"] == name) for name in names})


@once
def _first_names() -> MappingProxyType[str, str]:
    source = files("mediakit.text").joinpath("first_names.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["name"].lower(): row["gender"] for row in csv.DictReader(source.splitlines())})


def is_first_name(word: str) -> bool:
    """Tell whether a word in lower case is a first name and no everyday word besides (Will, Rose, Mark)."""
    return word in _first_names() and not facts(word).easy and word not in _ALSO_WORDS


_ALSO_WORDS = frozenset("chuck frank grace grant lance randy sue wade".split())
_MALE, _FEMALE = _families()["male title"], _families()["female title"]
# Titles stay with a name ("President Obama"); jobs before it do not ("Meta CEO Mark Zuckerberg").
TITLES = _MALE | _FEMALE | _families()["title"]
JOBS = _families()["job"]


def words_of(name: str) -> list[str]:
    """Return the words of a name in lower case, without marks and possessive endings."""
    words = (word.strip(".,()'’“”\"").lower() for word in name.split())
    return [word.removesuffix("'s").removesuffix("’s") for word in words if word]


@remember()
def _kind(name: str) -> str:
    words = words_of(name)
    if not words:
        return ""
    if words[0] in _MALE or words[0] in _FEMALE:
        return "male" if words[0] in _MALE else "female"
    if words[-1] in _families()["thing"]:
        return "thing"
    if _names_group(name, words):
        return "group"
    if words[-1] in _families()["place"]:
        return "place"
    plain = [word for word in words if word not in TITLES]
    return _first_names().get(plain[0], "") if plain and (len(plain) > 1 or len(words) == 1) else ""


def _names_group(name: str, words: list[str]) -> bool:
    if len(words) == 1 and name.isupper() and len(name) > 1:
        return True
    return words[-1] in _families()["group name"] or any(word in _families()["group"] for word in words)


def kind_of(name: str) -> str:
    """Return what a name names: "male", "female", "group", "place", "thing", or "" if its words do not tell."""
    return _kind(name) if len(name) < 200 else ""


# A capital at the start of a sentence says nothing about such words.
_OPENERS = frozenset(
    """a about above according across after again against all almost along already also although always am
    amid among an and
    another any anyone are around as ask asked at away back based because before behind being below beside besides
    best both
    but by can cannot changes children city closing come company could councillors critics cuts days de despite
    did do does
    doing don't down during each earlier early eight either eleven employees even every everyone everything
    experts facing
    families few fewer fifteen fifty five for former forty four from further get give given go good had half has
    have having
    he her here hers herself him himself his how however hundreds i i'd i'll i'm i've if in inside instead into
    investigators
    is isn't it it's its itself just keep know large last late later lawyers least less let let's like little
    local long look
    make making managers many may maybe me meanwhile members men might millions mine more moreover most much must my
    near nearly neither never nevertheless new next nine no nobody none nonetheless nor not nothing notes now of
    off officers
    officials often oh on once one only or other others our out outside over overall owners parents past patients people
    perhaps plans police prosecutors protesters quite rather read reading recent repairs reports reporters researchers
    residents results rules run said same say says school scientists see services seven several shares she shops should
    similarly since six sixty so some someone something sometimes soon staff still students such supporters take
    ten than
    that that's the their theirs them then there there's therefore these they they're thirteen thirty this those though
    thousands three through thus to today together tomorrow tonight too toward towards travellers traffic twelve
    twenty two
    under union unions unless unlike until up us use usually versus very via visitors was we we're well were what
    whatever
    when where whether which while who whoever whole whom whose why will with within without witnesses women
    workers world
    worse would yes yesterday yet you you're young your evidence questions asked shock terrified bosses boss cops
    fans fury
    nearby another's campaigners doctors teachers nurses farmers drivers commuters customers neighbours neighbors
    ministers
    lawmakers executives analysts economists investors shareholders relatives rescuers firefighters crews passengers
    speaking writing citing quoting asking adding describing calling notably importantly crucially ultimately initially
    finally additionally furthermore consequently specifically interestingly reading looking founded born built opened
    closed set left seen known made found paid""".split()
)
_DATES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)
_BEFORE_DATES = frozenset("in on of since by until till before after from to last next this early late mid".split())
_LINKS = frozenset("de da di du la le van von der den bin ibn al el dos del della ter ten y".split())
# After such a word "of" goes on with the name: Bank of England, University of Calder Vale.
_HEADS = frozenset(
    """university bank department ministry institute court house centre center annals journal board council
    society college
    school church federation union association republic kingdom office isle port bay gulf commission chamber
    museum academy
    hospital friends guild league duke duchess prince princess sons states bureau bishop archbishop archdiocese faculty
    secretary minister speaker lord order church company city borough county province bridge lake mount cape""".split()
)
_GROUPS = frozenset(
    "association union federation department ministry council commission agency company corp inc ltd".split()
)
_OPENING = frozenset('.?!:"“')


def find_names(
    tokens: Sequence[str], gaps: Sequence[str], capitals: Sequence[int] | None = None
) -> list[tuple[int, int, str]]:
    """Return (first, last exclusive, name) of each run of words that is probably a name.

    `tokens` and `gaps` are those of a sentence, `capitals` the numbers of its capitalised words, if known. The name is
    given without possessive ending. A headline in title or capital letters gives none, since its capitals say nothing.
    """
    if capitals is None:
        capitals = [i for i, token in enumerate(tokens) if _capital(token)]
    if len(capitals) > 3 and not _tells_names(tokens):
        return []
    found, last = [], 0
    for first in capitals:
        if first < last or not _capital(tokens[first]):
            continue
        last = _run_end(tokens, gaps, first)
        if first == 0 or gaps[first].strip()[-1:] in _OPENING:
            opener = tokens[first].lower()
            if opener in _OPENERS or (last - first == 1 and opener.endswith(("ly", "ing", "ed"))):
                first += 1
        while first < last and tokens[first].lower() in _DATES and not _is_given(tokens, gaps, first, last):
            first += 1
        if first < last and not (last - first == 1 and _is_common(tokens[first])):
            found.append((first, last, bare(" ".join(tokens[first:last]))))
    return found


def _run_end(tokens: Sequence[str], gaps: Sequence[str], first: int) -> int:
    """Return where the run of capitalised words that begins at `first` ends."""
    last, n = first + 1, len(tokens)
    while last < n and not _owns(tokens[last - 1]):
        gap = gaps[last]
        if _capital(tokens[last]) and (gap == " " or (gap == ". " and _abbreviates(tokens[last - 1])) or gap == " & "):
            if tokens[last].lower() in _DATES and not _is_surname(tokens, first, last):
                break
            last += 1
        elif gap == " " and last + 1 < n and _capital(tokens[last + 1]) and gaps[last + 1] == " " and (
            tokens[last].lower() in _LINKS
            or (tokens[last] == "of" and tokens[last - 1].lower() in _HEADS)
            or (tokens[last] == "and" and _pairs(tokens, first, last))
        ):  # fmt: skip
            last += 2
        else:
            break
    return last


def _is_surname(tokens: Sequence[str], first: int, at: int) -> bool:
    """Tell whether a word such as May ends a person's name that began at `first`: Theresa May."""
    month = tokens[at].lower() in ("may", "march", "august", "june")
    return month and at == first + 1 and is_first_name(tokens[first].lower()) and not _counts_on(tokens, at + 1)


def _is_given(tokens: Sequence[str], gaps: Sequence[str], at: int, last: int) -> bool:
    """Tell whether a word such as April begins a person's name: April Jones left."""
    dated = at > 0 and tokens[at - 1].lower() in _BEFORE_DATES and gaps[at] == " "
    given = tokens[at].lower() in ("april", "june", "may", "august") and last - at == 2
    return given and not dated and not _is_common(tokens[at + 1]) and not _is_thing(tokens[at + 1])


def _is_thing(token: str) -> bool:
    """Tell whether a word ends the name of a thing, a body or a place: April Fund, June Elections."""
    word = token.lower()
    return kind_of(token) in ("thing", "group", "place") or word.endswith("s") and facts(word[:-1]).easy


def _counts_on(tokens: Sequence[str], at: int) -> bool:
    """Tell whether a number follows, so that the word before it is a month."""
    return at < len(tokens) and tokens[at][:1].isdigit()


def _pairs(tokens: Sequence[str], first: int, last: int) -> bool:
    """Tell whether "and" belongs to a name such as "Courier and Logistics Federation"."""
    return last + 2 < len(tokens) and _capital(tokens[last + 2]) and tokens[last + 2].lower() in _GROUPS


@remember()
def _capital(token: str) -> bool:
    """Tell whether a word may belong to a name by its letters."""
    return token[:1].isupper() and token != "I" and not token.startswith("I'")


def _abbreviates(token: str) -> bool:
    """Tell whether a full stop after the word is its own."""
    return len(token) <= 2 or token.lower().rstrip(".") in TITLES


def _owns(token: str) -> bool:
    """Tell whether a word has a possessive ending."""
    return token.endswith(("'s", "'"))


def _is_common(token: str) -> bool:
    """Tell whether a single capitalised word names nobody: a title alone, a grammar word."""
    word = token.lower().rstrip(".")
    return word in TITLES or word in _OPENERS or word in JOBS or (len(token) == 1)


def _tells_names(tokens: Sequence[str]) -> bool:
    """Tell whether capitals mean names here: not in a headline in title or capital letters."""
    small = 0
    for token in tokens:
        if token.islower() and len(token) > 3:
            small += 1
            if small > 1:
                return True
    return sum(len(token) > 3 and token[0].isupper() for token in tokens) < 4


def bare(name: str) -> str:
    """Return a name without possessive ending and stops."""
    return name.removesuffix("'s").removesuffix("’s").rstrip("'’.,")


def core(name: str) -> str:
    """Return a name without the titles and jobs before it: "Council member Ray Ostrander" → "Ray Ostrander"."""
    words = name.split()
    while len(words) > 1 and (words[0].lower().strip(".,") in TITLES or words[0].lower().strip(".,") in JOBS):
        words = words[1:]
    return bare(" ".join(words))


def same_name(one: str, other: str) -> bool:
    """Tell whether two names can be the same person or body: Lee Park, Park, Mr. Park, L. Park; initials too."""
    a, b = (core(name).casefold().replace(".", "").split() for name in (one, other))
    if not a or not b:
        return False
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if long[-len(short) :] == short or (len(short) == 1 and short[0] in (long[0], _initials(long))):
        return True
    first_name = short[0][0] == long[0][0] and 1 in (len(short[0]), len(long[0]))
    return len(short) == len(long) > 1 and short[-1] == long[-1] and first_name


def _initials(words: Sequence[str]) -> str:
    """Return the first letters of the heavy words of a name."""
    return "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "&"))
