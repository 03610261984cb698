"""Hostile files, each made the same way every time: all formats, broken in all ways that people meet."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz.files import FORMATS

LAST = "zebra"
"""The last word of every text: if a file that holds it is read without it, something was lost."""
_TEXT = (
    "The council voted 5-4 on Tuesday to close the bridge.\n\n“We will not go,” said Ann Lee, who leads the union. "
    "She may appeal to the court.\n\nThe mayor slammed the plan. It costs $4.2 million. The last word of it all is "
)
ROWS = [{"story": "dam", "version": name, "text": f"{_TEXT}{LAST}."} for name in "ab"]


class Hostile(NamedTuple):
    """One hostile file: what it is called, its ending, its bytes, and whether its text stands in it whole."""

    name: str
    ending: str
    data: bytes
    whole: bool


_PLAIN = (".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".tsv")


def list_files() -> Iterator[Hostile]:
    """Yield all hostile files."""
    for ending, write in FORMATS.items():
        sound = write(ROWS)
        yield Hostile("sound", ending, sound, True)
        yield Hostile("empty", ending, b"", False)
        yield Hostile("white space", ending, b" \r\n\t \n" * 20, False)
        yield Hostile("cut in half", ending, sound[: len(sound) // 2], False)
        yield Hostile("last byte gone", ending, sound[:-1], False)
        yield Hostile("noise", ending, Random(ending).randbytes(2_000), False)
        yield Hostile("zeros", ending, bytes(2_000), False)
        yield Hostile("a picture", ending, b"\x89PNG\r\n\x1a\n" + Random(1).randbytes(500), False)
        flipped = bytearray(sound)
        for place in range(7, len(flipped), 61):
            flipped[place] ^= 0x20
        yield Hostile("every 61st byte changed", ending, bytes(flipped), False)
        if ending in _PLAIN:
            yield from _rewritten(ending, sound.decode())
    yield from _by_hand()


def _rewritten(ending: str, text: str) -> Iterator[Hostile]:
    """Yield a sound text in other encodings and line ends, with odd signs in it."""
    for encoding in ("utf-8-sig", "utf-16", "utf-32", "cp1252"):
        yield Hostile(f"in {encoding}", ending, text.encode(encoding, "xmlcharrefreplace"), True)
    yield Hostile("old Mac's line ends", ending, text.replace("\n", "\r").encode(), True)
    yield Hostile("signs that steer a terminal", ending, text.replace(" ", " \x1b[2J\x9b31m", 3).encode(), False)
    yield Hostile("a zero inside", ending, text.replace(" ", "\x00", 1).encode(), False)
    yield Hostile("bytes that are no UTF-8", ending, text.encode().replace(b" ", b" \xff\xfe ", 2), False)
    yield Hostile("half a sign", ending, text.replace(" ", " \ud83d ", 1).encode("utf-8", "surrogatepass"), False)
    yield Hostile("twice", ending, (text + "\n" + text).encode(), False)


def _by_hand() -> Iterator[Hostile]:
    """Yield what only one format can be."""
    text = ROWS[0]["text"]
    for name, ending, content in (
        ("deep", ".json", "[" * 50_000),
        ("a number", ".json", "17"),
        ("NaN", ".json", '[{"story": "dam", "version": "a", "text": NaN}]'),
        ("text is an object", ".json", '[{"story": "dam", "version": "a", "text": {"a": 1}}]'),
        ("text is a number", ".json", '[{"story": "dam", "version": "a", "text": 17}]'),
        ("half escaped sign", ".jsonl", f'{{"story": "dam", "version": "a", "text": "\\ud83d {LAST}"}}'),
        ("a line is no object", ".jsonl", '{"story": "dam", "version": "a", "text": "x"}\n[1]\n'),
        ("a line is broken", ".jsonl", '{"story": "dam", "version": "a", "text": "x"}\n{"story": \n'),
        ("no text column", ".csv", "story,version\ndam,a\n"),
        ("two text columns", ".csv", f"story,version,text,text\ndam,a,{LAST},other\n"),
        ("a row too long", ".csv", "story,version,text\ndam,a,one,two\n"),
        ("a row too short", ".csv", "story,version,text\ndam,a\n"),
        ("an open quotation mark", ".csv", f'story,version,text\ndam,a,"{LAST}\ndam,b,other\n'),
        ("a formula", ".csv", f"story,version,text\n=1+1,+a,@SUM(1) {LAST}\n=1+1,-b,{LAST}\n"),
        ("two versions of a name", ".csv", f"story,version,text\ndam,a,{LAST}\ndam,a,{LAST}\n"),
        ("front matter open", ".md", f"---\ntitle: Dam\n\n{text}"),
        ("front matter with a colon", ".md", f"---\ntitle: Mayor: I quit\n---\n{text}"),
        ("front matter is a list", ".md", f"---\n- a\n- b\n---\n{text}"),
        ("front matter with a tag", ".md", f"---\ntitle: !!python/object/apply:os.system [id]\n---\n{text}"),
        ("only front matter", ".md", "---\ntitle: Dam\n---\n"),
        ("a page without text", ".html", "<html><body><nav>Home</nav></body></html>"),
        ("a page that says it is Latin 1", ".html", f"<meta charset=latin1><p>{text}</p>"),
        ("a page of an encoding that is none", ".html", f"<meta charset=nonsense><article><p>{text}</p></article>"),
        ("one line of 50 KB", ".txt", "the mayor of the town and " * 2_000 + LAST),
        ("a flood of marks", ".txt", "e" + "\u0301" * 20_000 + f" {text}"),
        ("an address", ".txt", "https://example.test/story"),
        ("line and paragraph separators", ".txt", text.replace("\n\n", "\u2029").replace(". ", ".\u2028")),
        ("turned around", ".txt", "\u202e" + text),
        ("no ending", "", text),
        ("another ending", ".xlsx", text),
        ("named as a Word document", ".docx", text),
        ("named as Parquet", ".parquet", text),
        ("named as a database", ".db", text),
    ):
        yield Hostile(name, ending, content.encode("utf-8", "surrogatepass"), False)


def write_all(folder: Path) -> list[tuple[Hostile, Path]]:
    """Write all hostile files, each into a folder of its own, and return where they stand."""
    places = []
    for number, each in enumerate(list_files()):
        place = folder / f"{number:03d}"
        place.mkdir()
        path = place / f"story{each.ending}"
        path.write_bytes(each.data)
        places.append((each, path))
    return places
