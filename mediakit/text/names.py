"""Know what kind of thing a name names: a man, a woman, a group, a place."""

import csv
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from mediakit.text.clauses import Token

_TITLES_MALE = frozenset("mr sir lord king prince brother father".split())
_TITLES_FEMALE = frozenset(
    "mrs ms miss lady dame queen princess sister baroness congresswoman chairwoman councilwoman".split()
)
# Titles that stay with a name.
TITLES = _TITLES_MALE | _TITLES_FEMALE | frozenset(
    """dr prof professor president vice governor gov senator sen sens representative rep reps congressman secretary minister
    prime chancellor mayor judge justice pope bishop archbishop cardinal rabbi imam rev reverend general gen colonel col
    captain capt lieutenant lt sergeant sgt major maj admiral adm commander cmdr officer detective inspector superintendent
    sheriff chief councillor cllr councilman alderman ambassador baron count constable pc dc det insp cpl corporal private
    speaker""".split()
)  # fmt: skip
# What somebody is, written before a name that does not keep it: "Meta CEO Mark Zuckerberg".
JOBS = frozenset(
    """ceo cfo coo cto chair chairman chairperson director spokesman spokeswoman spokesperson attorney aide adviser advisor
    analyst editor reporter columnist staffer strategist manager founder cofounder co-founder owner boss coach economist
    candidate nominee lawyer leader head md mp star actor actress singer author professor psychologist psychotherapist
    scientist researcher resident farmer teacher student activist campaigner volunteer critic expert executive friend wife
    husband daughter son mother father brother sister mate neighbour neighbor colleague lawmaker democrat republican
    secretary senator prosecutor investigator officer treasurer rival opponent driver pilot nurse doctor surgeon engineer
    official banker trader investor developer contractor worker union-leader correspondent anchor host blogger writer
    historian physicist biologist chemist geologist ecologist epidemiologist virologist climatologist sociologist mayor
    councillor councilor commissioner minister shopkeeper trustee chef midfielder striker goalkeeper captain forward
    defender quarterback pitcher""".split()
)
_GROUP_WORDS = frozenset(
    """inc corp company co ltd llc group university college school institute institution committee commission council
    department ministry agency office bureau board party association society foundation trust union league club team bank
    court senate house congress parliament government administration campaign police army navy force news times post
    journal herald tribune sentinel guardian telegraph mirror gazette chronicle press network channel radio television tv
    hospital church museum organization organisation alliance coalition federation center centre service services
    authority partners capital holdings industries airlines motors systems technologies media international nations
    republicans democrats conservatives labour tories charity fund forum project initiative report study statement letter
    email e-mail post message filing document lawsuit complaint website site paper newspaper daily magazine outlet
    editorial article blog firm maker manufacturer operator retailer regulator watchdog utility developer plant
    embassy spokespeople officials authorities""".split()
)
_GROUP_NAMES = frozenset(
    """wikileaks google facebook twitter apple amazon microsoft meta spotify netflix tesla ford boeing nasa fbi cia un who
    nato eu cnn bbc abc nbc cbs nyt afp ap reuters bloomberg reddit youtube instagram whatsapp openai uber airbnb labour
    pentagon kremlin""".split()
)
_PLACES = frozenset(
    """america american americans britain british england english scotland wales ireland france french germany german italy
    spain russia russian russians china chinese japan india canada mexico brazil iran iraq syria israel ukraine europe
    european asia africa australia washington london paris moscow beijing tokyo brussels berlin texas florida california
    ohio iowa nevada arizona michigan wisconsin pennsylvania georgia virginia carolina jersey hampshire york city county
    street river lake island mountain valley park road avenue state states kingdom west east north south""".split()
)


@cache
def _first_names() -> MappingProxyType[str, str]:
    source = files("mediakit.text").joinpath("first_names.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["name"].lower(): row["gender"] for row in csv.DictReader(source.splitlines())})


def gender(name: str) -> str:
    """Return "male", "female", "group" or "" (not told) of a name, by its title, first name or last word."""
    words = [word.strip(".,'’").lower() for word in name.split()]
    if not words:
        return ""
    if words[0] in _TITLES_MALE:
        return "male"
    if words[0] in _TITLES_FEMALE:
        return "female"
    if is_group(name):
        return "group"
    plain = [word for word in words if word not in TITLES]
    if len(plain) >= 2 or len(words) == 1:
        return _first_names().get(plain[0] if plain else "", "")
    return ""


def is_group(name: str) -> bool:
    """Return whether a name or phrase names an organisation, an outlet or a text."""
    words = [word.strip(".,'’").lower().removesuffix("'s").removesuffix("’s") for word in name.split()]
    return bool(words) and (
        any(word in _GROUP_WORDS for word in words)
        or words[-1] in _GROUP_NAMES
        or (len(words) == 1 and name.isupper() and len(name) > 1)
    )


def is_place(name: str) -> bool:
    """Return whether a name is a well-known place or people."""
    words = [word.strip(".,'’").lower() for word in name.split()]
    return bool(words) and words[-1] in _PLACES


def without_job(tokens: list[Token], a: int, b: int) -> int:
    """Return where the name proper begins in a run of capitalised words: after "Meta CEO", but before "President"."""
    for i in range(b - 2, a - 1, -1):
        word = tokens[i].lower
        if word in TITLES:
            while i > a and tokens[i - 1].lower in TITLES:
                i -= 1
            return i
        if word in JOBS or tokens[i].text.endswith(("'s", "’s")):
            return i + 1
    return a
