"""Read the plain grammar around a quotation: words, sentences, noun phrases, names."""

import re
from dataclasses import dataclass

from mediakit.text.speech_verbs import ReportingVerb, find_verb

_TOKEN = re.compile(r"[^\W_]+(?:[.'’&/@-][^\W_]+)*(?:['’](?=\s))?|\.\.\.|[^\w\s]")

ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gov sen rep reps sens rev hon gen col lt sgt capt maj cmdr adm pres supt insp st jr sr messrs mme
    mlle ald cllr atty det amb sec inc corp co ltd llc bros dept univ assn vs v no nos vol jan feb mar apr aug sept sep oct
    nov dec mon tue wed thu fri ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb
    nev okla ore pa tenn tex va vt wash wis wyo u.s u.k u.n e.u a.m p.m d.c n.y n.j e.g i.e""".split()
)
PRONOUNS = frozenset("he she they it i we you who one another".split())
POSSESSIVES = frozenset("his her their its my our your".split())
DETERMINERS = POSSESSIVES | frozenset(
    """a an the this that these those some several many most other another each every no any both few all two three four
    five six seven eight nine ten""".split()
)
PREPOSITIONS = frozenset(
    """in on at by for from to with without into over under after before during about against between among as than of
    per via despite since until through throughout within amid amidst alongside following according because toward towards
    upon outside inside near behind beyond across along around like unlike""".split()
)
SUBORDINATORS = frozenset(
    "when where while if because although though since unless that whether after before until as once".split()
)
JOINERS = frozenset("and but or nor so yet then still meanwhile however moreover also plus thus therefore".split())
RELATIVES = frozenset("who which that whom whose".split())
AUXILIARIES = frozenset(
    """is are was were be been being am has have had having do does did will would can could may might must shall should
    ought isn't isn’t aren't aren’t wasn't wasn’t weren't weren’t hasn't hasn’t haven't haven’t hadn't hadn’t don't don’t
    doesn't doesn’t didn't didn’t won't won’t wouldn't wouldn’t can't can’t cannot couldn't couldn’t shouldn't shouldn’t""".split()
)
BE = frozenset(
    "is are was were be been being am isn't isn’t aren't aren’t wasn't wasn’t weren't weren’t got gets get".split()
)
_ADVERBS = frozenset(
    """also later then once now just still even ever never often always again first soon already recently famously too
    simply only further instead not repeatedly today yesterday earlier finally afterwards afterward both all either
    sometimes long since quickly thus perhaps almost""".split()
)
_PAST = frozenset(
    """made took went came saw got gave ran met left held kept led won lost became began stood sat brought bought built
    found knew paid put sent set spent gone done seen taken given known shown grew fell rose broke drew drove hit shot
    heard meant struck spoke wore threw chose felt became sought caught fought sold stuck hung""".split()
)
_TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady president vice governor gov senator sen representative rep
    congressman congresswoman secretary minister prime chancellor mayor judge justice king queen prince princess pope bishop
    archbishop cardinal rabbi imam rev reverend father sister brother general gen colonel col captain capt lieutenant lt
    sergeant sgt major maj admiral adm commander cmdr officer detective inspector superintendent sheriff chief councillor
    cllr councilwoman councilman alderman ambassador baroness baron count deputy ex former""".split()
)
_JOBS = frozenset(
    """ceo cfo coo cto chair chairman chairwoman chairperson director spokesman spokeswoman spokesperson attorney aide
    adviser advisor analyst editor reporter columnist staffer strategist manager founder co-founder owner boss coach
    economist candidate nominee lawyer leader head md mp star actor actress singer author""".split()
)
_PARTICLES = frozenset("de da di du la le van von der den bin ibn al el dos del della ter ten of and the for".split())
_NAME_LINKS = frozenset("de da di du la le van von der den bin ibn al el dos del della ter ten".split())
_COMMON_CAPITALS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of the text from `start` to `end`; `quote` is the number of the quotation it stands for, else -1."""

    text: str
    start: int
    end: int
    quote: int = -1

    @property
    def lower(self) -> str:
        """The word in lower case, without a full stop at its end."""
        return self.text.lower().rstrip(".")

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[:1].isupper()


def tokens_between(text: str, start: int, end: int) -> list[Token]:
    """Return the words and marks of a stretch; the full stop of an abbreviation belongs to its word."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        if word == "." and tokens and tokens[-1].end == at and _is_abbreviation(tokens[-1].text):
            tokens[-1] = Token(tokens[-1].text + ".", tokens[-1].start, at + 1)
        else:
            tokens.append(Token(word, at, match.end()))
    return tokens


def _is_abbreviation(word: str) -> bool:
    return (
        (len(word) == 1 and word.isupper())
        or word.lower() in ABBREVIATIONS
        or bool(re.fullmatch(r"(?:\w\.){1,4}\w", word))
    )


def is_name(token: Token) -> bool:
    """Return whether a word may belong to a name: a capital, and no word of the grammar."""
    return token.is_capital and token.lower not in _GRAMMAR and token.lower not in _COMMON_CAPITALS


_GRAMMAR = (
    PRONOUNS | DETERMINERS | PREPOSITIONS | SUBORDINATORS | JOINERS | RELATIVES | AUXILIARIES | _ADVERBS
    | frozenset("there here what why how yes no well oh yeah not him them us me it’s it's he’s he's i’m i'm we’re we're".split())
)  # fmt: skip


def is_adverb(token: Token) -> bool:
    """Return whether a word can stand between a subject and its verb."""
    return token.lower in _ADVERBS or (token.text[0].islower() and len(token.text) > 4 and token.text.endswith("ly"))


def is_verb(token: Token, before: Token | None) -> bool:
    """Return whether a word outside the list of reporting verbs is probably a finite verb."""
    word = token.text
    if word in AUXILIARIES or word in _PAST:
        return True
    if not word.isalpha() or not word.islower() or len(word) < 5 or not word.endswith("ed"):
        return False
    return (
        before is not None
        and (before.lower not in DETERMINERS)
        and before.text not in (",", "and")
        and (is_name(before) or before.lower in PRONOUNS or before.text[0].islower())
    )


def reporting_verb(tokens: list[Token], i: int) -> tuple[ReportingVerb, str, int] | None:
    """Return the reporting verb at `i`, its tense, and how many words it has; nouns like "the claims" are none."""
    word = tokens[i].text
    if tokens[i].quote >= 0 or not word[0].isalpha():
        return None
    word = word.lower()
    if i + 1 < len(tokens) and (found := find_verb(f"{word} {tokens[i + 1].text}")):
        return *found, 2
    found = find_verb(word)
    if not found:
        return None
    verb, tense = found
    before = tokens[i - 1].lower if i else ""
    if tense == "base":
        modal = next((t.lower for t in reversed(tokens[max(0, i - 3) : i]) if not is_adverb(t)), "")
        plural = (
            bool(before)
            and before not in DETERMINERS
            and (
                before.endswith("s")
                and not before.endswith(("'s", "’s"))
                or before in ("they", "we", "i", "you", "who", "people")
            )
        )
        if not (modal == "to" or modal in AUXILIARIES or plural):
            return None
    if tense in ("present", "past", "participle") and (before in DETERMINERS or before in ("of", "for")) and before not in (
        "this", "that", "some", "all", "many", "most", "both", "another", "several",
    ):  # fmt: skip
        if not (tense == "participle" and before in ("of", "for")):
            return None
    return verb, tense, 1


def name_runs(tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the runs of capitalised words (first, last exclusive), with initials and particles such as "van" inside."""
    runs, i = [], 0
    while i < len(tokens):
        if not is_name(tokens[i]):
            i += 1
            continue
        k = i + 1
        while k < len(tokens) and not tokens[k - 1].text.endswith(("'s", "’s", "s'", "s’")):
            if is_name(tokens[k]):
                k += 1
            elif tokens[k].text in _NAME_LINKS and k + 1 < len(tokens) and is_name(tokens[k + 1]):
                k += 2
            else:
                break
        runs.append((i, k))
        i = k
    return runs
