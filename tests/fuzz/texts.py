"""Make texts: of any sign there is, of pieces of news, and of real news with damage done to it."""

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import mediakit as mk

SIGNS = {
    "plain": "abcdefghij ABCDEFGHIJ .,",
    "points": ".!?…,;:-–—()[]{}/\\|&#*_~^%$€£@+=<>\"'`",
    "quotes": "\"'“”‘’„‚«»‹›「」`´",
    "white": " \t\n\r\x0b\x0c\x85\xa0\u1680\u2003\u2028\u2029\u200b\u2060\u3000\ufeff\xad",
    "marks": "\u0301\u0300\u0327\u0489\u20dd\u0e31\u0f71\u1ab0\ufe0f",
    "turns": "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c",
    "control": "\x00\x01\x07\x08\x1b\x7f\x80\x9b\x9f",
    "halves": "\ud800\udbff\udc00\udfff\ud83d\ude00",
    "nothing": "\ufdd0\ufffe\uffff\U0001ffff\U0010ffff\ue000\U000e0041",
    "wide": "ﬁﬀßİıſǅ①½²Ⅻ٣๓１Ａ￥𝐀😀👩\u200d👧🇫🇷中文あ한नमस्तেשלוםسلامΩЖ",
    "digits": "0123456789.,-–/:%$ ",
}
"""Signs by kind; one text is made of a few kinds."""

PIECES = (
    "The mayor said",
    "“We will not go,”",
    "“",
    "”",
    '"',
    "‘",
    "’",
    "'",
    " said Ann Lee.",
    "He said",
    "she told reporters",
    "according to police",
    "according to",
    "not",
    "n’t",
    "no one",
    "never",
    "may",
    "will",
    "could have",
    "4 million",
    "$5",
    "5-4",
    "4–5",
    "1,000",
    "3.5 percent",
    "half",
    "two thirds",
    "On May 3",
    "March 3, 2024",
    "Jan. 14",
    "10 a.m.",
    "Monday",
    "U.S.",
    "Mr. Smith",
    "Smith",
    "Ann Lee",
    "Lee",
    "the council",
    "slammed",
    "brutal",
    "regime",
    "allegedly",
    "reportedly",
    "was killed by",
    "was killed",
    "police shot",
    "rose",
    "fell",
    "confirmed",
    "denied",
    "…",
    "[the town]",
    "—",
    " - ",
    "(",
    ")",
    ".",
    ",",
    "!",
    "?",
    ":",
    ";",
    "\n",
    "\n\n",
    "By Ann Lee",
    "CARROW FALLS (AP) —",
    "Share",
    "Read more:",
    "Recent Posts",
    "Photo: AP",
    "&amp;",
    "<b>",
    "â€™",
    "http://x.test/a.b",
    "a@b.test",
    "#tag",
    "•",
    "* ",
    "1. ",
    "and",
    "but",
)


def make_text(rng: Random) -> str:
    """Return a text of one of three kinds: any signs, pieces of news, or damaged news."""
    return rng.choice((any_signs, of_pieces, news, news))(rng)


def make_pair(rng: Random) -> tuple[str, str]:
    """Return two texts: mostly a text and a damaged copy, else two that have nothing to do with each other."""
    old = make_text(rng)
    kind = rng.random()
    if kind < 0.1:
        return old, make_text(rng)
    if kind < 0.15:
        return old, old
    new = old
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        new = damage(new, rng)
    return (old, new) if rng.random() < 0.5 else (new, old)


def any_signs(rng: Random) -> str:
    """Return signs of a few kinds, with some from anywhere in Unicode."""
    kinds = [SIGNS[name] for name in rng.sample(sorted(SIGNS), rng.randint(1, 4))]
    text = []
    for _ in range(rng.choice((0, 1, 2, 5, 20, 80, 400))):
        text.append(rng.choice(rng.choice(kinds)) if rng.random() < 0.9 else chr(rng.randrange(0x110000)))
    return "".join(text)


def of_pieces(rng: Random) -> str:
    """Return pieces of news in any order."""
    glue = rng.choice((" ", " ", " ", "", "\n"))
    return glue.join(rng.choice(PIECES) for _ in range(rng.choice((1, 3, 10, 30, 100))))


def news(rng: Random) -> str:
    """Return some paragraphs of real or invented news, mostly with damage."""
    text = rng.choice(articles())
    paragraphs = text.split("\n\n")
    start = rng.randrange(len(paragraphs))
    text = "\n\n".join(paragraphs[start : start + rng.randint(1, 12)])[:6_000]
    for _ in range(rng.choice((0, 1, 1, 2, 5, 20))):
        text = damage(text, rng)
    return text


@cache
def articles() -> list[str]:
    """Return the bundled stories and, where the labelled sets are, the news in them."""
    texts = [version.text for name in mk.list_examples() for version in mk.load_example(name)]
    folder = os.environ.get("MEDIAKIT_BENCHMARKS", "")
    for name, fields in _SETS.items():
        path = Path(folder, f"{name}.jsonl")
        if folder and path.is_file():
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            found = (part for row in rows for field in fields for part in _parts(row.get(field)))
            texts += [text for text in found if text.strip()]
    return texts


_SETS = {
    "rewrites": ("original", "rephrased"),
    "neus": ("texts", "neutral_text"),
    "revisions": ("old", "new"),
    "press_releases": ("press_release", "abstract"),
    "npov_pairs": ("before", "after"),
}


def _parts(value: object) -> list[str]:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else [str(value or "")]


def damage(text: str, rng: Random) -> str:
    """Return a text with one random change."""
    change: Callable[[str, int, int, Random], str] = rng.choice(_CHANGES)
    start = rng.randint(0, len(text))
    end = min(len(text), start + rng.choice((0, 1, 2, 8, 40, 300)))
    return change(text, start, end, rng)[:20_000]


def _cut(text: str, start: int, end: int, rng: Random) -> str:
    return text[:start] + text[end:]


def _insert(text: str, start: int, end: int, rng: Random) -> str:
    return (
        text[:start] + rng.choice((any_signs(rng)[:40], rng.choice(PIECES), f" {rng.choice(PIECES)} ")) + text[start:]
    )


def _double(text: str, start: int, end: int, rng: Random) -> str:
    return text[:end] + text[start:end] * rng.choice((1, 2, 20)) + text[end:]


def _move(text: str, start: int, end: int, rng: Random) -> str:
    rest = text[:start] + text[end:]
    place = rng.randint(0, len(rest))
    return rest[:place] + text[start:end] + rest[place:]


def _swap_words(text: str, start: int, end: int, rng: Random) -> str:
    words = text.split(" ")
    one, other = rng.randrange(len(words)), rng.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def _replace_word(text: str, start: int, end: int, rng: Random) -> str:
    words = text.split(" ")
    words[rng.randrange(len(words))] = rng.choice(PIECES)
    return " ".join(words)


def _splice(text: str, start: int, end: int, rng: Random) -> str:
    other = rng.choice(articles())
    place = rng.randrange(max(1, len(other)))
    return text[:start] + other[place : place + rng.choice((20, 200, 1_000))] + text[end:]


def _restyle(text: str, start: int, end: int, rng: Random) -> str:
    old, new = rng.choice(_STYLES)
    return text.replace(old, new)


def _case(text: str, start: int, end: int, rng: Random) -> str:
    return text[:start] + rng.choice((str.upper, str.lower, str.title, str.swapcase))(text[start:end]) + text[end:]


def _flood(text: str, start: int, end: int, rng: Random) -> str:
    return text[:start] + rng.choice(rng.choice(list(SIGNS.values()))) * rng.choice((3, 50, 500)) + text[start:]


_CHANGES = (_cut, _insert, _double, _move, _swap_words, _replace_word, _replace_word, _splice, _restyle, _case, _flood)
_STYLES = (
    ("“", '"'),
    ("”", '"'),
    ("“", "‘"),
    ("”", "’"),
    ("’", "'"),
    ("\n\n", "\n"),
    ("\n\n", " "),
    (" ", "  "),
    (" ", "\xa0"),
    (". ", ".\n\n"),
    ("e", "e\u0301"),
    ("’", "â€™"),
    ("“", "«"),
    (" said", " claimed"),
    (" not ", " "),
    (" ", ""),
    (" - ", "—"),
    ("\n", "\r\n"),
    ("\n\n", "\u2029"),
    ("\n", "\u2028"),
    ("a", "а"),
    ("1", "2"),
    ("million", "billion"),
    (" ", "\u200b "),
)
