"""Read documents as records: plain text, Markdown, saved web pages, and the files of word processors."""

import logging
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from shlex import quote
from typing import Any

from mediakit.errors import ReadError

# A record is one version: its text, the story and version it is, and what else is known about it.
Record = dict[str, str]
Options = Mapping[str, Any]
FIELDS = (
    "text", "story", "version", "title", "source", "published", "kind", "author", "url", "language", "extractor",
)  # fmt: skip
NEEDED = FIELDS[:3]


class Unread(dict[str, str]):
    """A record that could not be read: its names, an empty text, and `problem`, which says why."""

    def __init__(self, story: str, version: str, error: Exception) -> None:
        super().__init__(text="", story=story, version=version, problem=str(error) or type(error).__name__)


# Front matter longer than this is not front matter.
_MAX_FRONT_MATTER = 20_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip
# The encodings that newspapers' systems wrote in; fewer candidates make detection surer on short texts.
_LEGACY = [
    "cp1252", "utf_8", "utf_16", "utf_32", "mac_roman", "cp1250", "cp1251", "shift_jis", "gb18030", "big5", "euc_kr",
]  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_PAGE = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
_HALF = re.compile("[\ud800-\udfff]")
# A path longer than this is none.
_LONGEST_PATH = 300


def mend_halves(text: str) -> str:
    """Return a text whose halves of surrogate pairs, which no file and no table can hold, are replacement signs."""
    try:
        text.encode()  # much faster than a search for halves
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text


def refuse_places(text: str) -> None:
    """Raise `ReadError` if a text is a web address or the path of a file, given in place of what stands there."""
    place = text.strip() if len(text) <= 2_000 else ""
    if _ADDRESS.match(place):
        raise ReadError(
            f"{place} is an address, and mediakit never opens the network. Save the page first, in the browser or with "
            f"`trafilatura --markdown --with-metadata -u {quote(place)} > story.md`, and read the file.",
            text,
        )
    if not place or "\n" in place or "://" in place or len(place) > _LONGEST_PATH:
        return
    names_file = Path(place).suffix.lower() in (*READERS, *_TABLES, *UNREADABLE)
    if names_file and (" " not in place or "/" in place or "\\" in place or Path(place).exists()):
        raise ReadError(
            f"{place!r} is the path of a file, not a text. Read it with mk.read_version({place!r}), or "
            "mk.read_story for a folder or table of versions.",
            text,
        )


def read_document(path: Path, options: Options) -> list[Record]:
    """Return the one record in a document, told by its first bytes where they contradict its name."""
    with path.open("rb") as file:
        start = file.read(8)
    kind = next((kind for mark, kind in _FIRST_BYTES if start.startswith(mark)), path.suffix.lower())
    return READERS[kind if kind in READERS else path.suffix.lower()](path, options)


def read_stream(data: bytes, name: str) -> Record:
    """Return the record in what came without a file, as plain text or Markdown; raises `ReadError` for other kinds."""
    kind = next((kind for mark, kind in _FIRST_BYTES if data.startswith(mark)), "")
    if kind or _PAGE.match(data[:1000]):
        raise ReadError(f"{name} holds {kind or 'a web page'}, not plain text or Markdown. Save it as a file.", name)
    return _parse_markdown(_not_blank(decode(data, name), Path(name)), Path(name))


def decode(data: bytes, where: str) -> str:
    """Return bytes as text: by byte order mark, as UTF-8, or by detection; raises `ReadError` for binary data."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\x00" in data[:4096]:
        raise ReadError(f"{where} is binary, not text. Save the article as .txt, .md or .html (UTF-8).", where)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=_LEGACY).best()
        if best is None:
            raise ReadError(f"The encoding of {where} could not be detected. Save it as UTF-8.", where) from None
        return str(best)


def read_text(path: Path) -> str:
    """Return what stands in a text file; raises `ReadError` if that is nothing."""
    return _not_blank(decode(path.read_bytes(), str(path)), path)


def _not_blank(text: str, path: Path) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReadError(f"{path} holds only white space. Save the article's text into it, or leave it out.", str(path))
    return text


def name_record(path: Path, text: str, facts: Mapping[str, object]) -> Record:
    """Return a record named after its facts, else after its folder and file."""
    known = {name: str(facts[name]) for name in FIELDS if name != "text" and facts.get(name) not in (None, "")}
    return {"text": text, "story": path.resolve().parent.name, "version": path.stem, **known}


def _read_plain(path: Path, options: Options) -> list[Record]:
    return [name_record(path, read_text(path), {})]


def _read_markdown(path: Path, options: Options) -> list[Record]:
    return [_parse_markdown(read_text(path), path)]


def _parse_markdown(text: str, path: Path) -> Record:
    """Return the record in a text that may begin with front matter."""
    head, mark, body = text.removeprefix("---\n").partition("\n---\n")
    if not (text.startswith("---\n") and mark and len(head) <= _MAX_FRONT_MATTER):
        return name_record(path, text, {})
    import yaml

    try:
        facts = yaml.load(head, Loader=yaml.BaseLoader)  # makes only strings, lists, dicts # nosec B506
    except yaml.YAMLError as error:
        raise ReadError(
            f"The front matter of {path} is not valid YAML: {error}. Mend the lines between the ---.", head
        ) from error
    if not isinstance(facts, dict):
        raise ReadError(f"The front matter of {path} must be lines of `name: value`.", head)
    if not body.strip():
        raise ReadError(f"{path} has front matter but no text. Add the article below the second ---.", str(path))
    facts = {name: value for name, value in facts.items() if isinstance(value, str)}
    if "hostname" in facts:
        outlet = facts.get("sitename", "")
        facts = {"source": outlet, "published": facts.get("date", ""), "extractor": "trafilatura", **facts}
        facts["title"] = _without_outlet(facts.get("title", ""), outlet)
    return name_record(path, body.lstrip("\n"), facts)


def _read_html(path: Path, options: Options) -> list[Record]:
    try:
        import trafilatura
    except ImportError as error:
        raise ReadError(f"Reading {path.name} needs trafilatura: pip install 'mediakit[html]'.", str(path)) from error
    html = _not_blank(_decode_html(path.read_bytes(), str(path)), path)
    page: Any = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True, favor_recall=True)
    text = (page.text or "") if page else ""
    if not text.strip():
        raise ReadError(f"No article text was found in {path}. Save the text of the page as .txt instead.", str(path))
    facts = {
        "title": _without_outlet(page.title or "", page.sitename or ""),
        "source": page.sitename,
        "published": page.date,
        "author": page.author,
        "url": page.url,
        "language": page.language,
        "extractor": "trafilatura",
    }
    return [name_record(path, text, facts)]


def _decode_html(data: bytes, where: str) -> str:
    """Return a page as text; what it says of its own encoding is believed, unless it is UTF-8 after all."""
    declared = _CHARSET.search(data[:4096])
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        name = declared.group(1).decode("ascii").lower() if declared else ""
        try:
            # As browsers do: what calls itself Latin 1 is its superset.
            return data.decode("cp1252" if name in ("iso-8859-1", "latin1", "ascii", "us-ascii") else name or "utf-8")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, where)


def _without_outlet(title: str, outlet: str) -> str:
    """Return a page's title without the outlet's name at either end: "Dam holds | Vale Post"."""
    wanted = _bare(outlet)
    head, sign, tail = title.rpartition(" | ")
    if not sign:
        head, sign, tail = (re.split(r"(\s+[–—-]\s+)(?!.*\s[–—-]\s)", title, maxsplit=1) + ["", ""])[:3]
    named = _bare(tail)
    if head and len(named) > 2 and wanted and (wanted.startswith(named) or named.startswith(wanted)):
        return head.strip()
    if wanted and title.startswith(outlet):
        return title[len(outlet) :].lstrip(" :|–—-") or title
    return title


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _import(module: str, path: Path) -> Any:
    """Return a module that reads a word processor's files; raises `ReadError` that names the extra."""
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        raise ReadError(
            f"Reading {path.name} needs the package {module}: pip install 'mediakit[docs]', or save it as .txt.",
            str(path),
        ) from error


def _read_docx(path: Path, options: Options) -> list[Record]:
    docx = _import("docx", path)
    try:
        paragraphs = [p for p in docx.Document(str(path)).iter_inner_content() if getattr(p, "text", "").strip()]
    except Exception as error:  # noqa: BLE001 - the reader raises errors of many kinds on damaged files
        raise ReadError(
            f"{path} is not a readable Word document: {error}. Save it again as .docx.", str(path)
        ) from error
    title = paragraphs.pop(0).text.strip() if paragraphs and _is_heading(paragraphs[0]) else ""
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    return [name_record(path, _not_blank(text, path), {"title": title})]


def _is_heading(paragraph: Any) -> bool:
    return str(getattr(paragraph.style, "name", "")) in ("Title", "Heading 1")


def _read_pdf(path: Path, options: Options) -> list[Record]:
    pypdf = _import("pypdf", path)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is broken is told once, in the error below
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(str(path)).pages]
    except Exception as error:  # noqa: BLE001 - the reader raises errors of many kinds on damaged files
        raise ReadError(f"{path} is not a readable PDF: {error}. Save its text as .txt instead.", str(path)) from error
    text = "\n".join(pages)
    if not text.strip():
        raise ReadError(f"{path} holds pictures of pages, no text. Run text recognition on it first.", str(path))
    return [name_record(path, _unwrap(text), {})]


def _unwrap(text: str) -> str:
    """Return the lines of printed pages as paragraphs: one ends where a line ends early, with a stop."""
    lines = [line.strip() for line in text.replace("\r", "").split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    full = 0.8 * lengths[len(lengths) * 9 // 10] if lengths else 0
    parts: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if line:
            goes_on = before and (len(before) >= full or line[0].islower())
            hyphenated = goes_on and re.search(r"[a-z]-\Z", parts[-1]) and line[0].islower()
            if hyphenated:
                parts[-1] = parts[-1][:-1]
            parts.append(("" if hyphenated else " " if goes_on else "\n\n") + line)
    return "".join(parts).strip()


def _read_rtf(path: Path, options: Options) -> list[Record]:
    striprtf = _import("striprtf.striprtf", path)
    text = striprtf.rtf_to_text(path.read_bytes().decode("latin-1"), errors="ignore")
    return [name_record(path, _not_blank(text, path), {})]


READERS: dict[str, Callable[[Path, Options], list[Record]]] = {
    ".txt": _read_plain, ".text": _read_plain, ".md": _read_markdown, ".markdown": _read_markdown,
    ".html": _read_html, ".htm": _read_html, ".xhtml": _read_html,
    ".docx": _read_docx, ".pdf": _read_pdf, ".rtf": _read_rtf,
}  # fmt: skip
_FIRST_BYTES = ((b"{\\rtf", ".rtf"), (b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"))
_TABLES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".db", ".sqlite", ".sqlite3", ".gz", ".zip")
_SAVE_AS = "Open it in the program it comes from, and save it as .docx, .html or .txt."
UNREADABLE = {
    **dict.fromkeys((".doc", ".odt", ".eml", ".epub", ".pages", ".mht", ".mhtml"), _SAVE_AS),
    **dict.fromkeys((".xlsx", ".xls", ".ods"), "Save the sheet as .csv (UTF-8)."),
}
"""Files that people have and mediakit does not read, and what to do with them."""
