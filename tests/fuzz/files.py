"""Make files of every format that is read, sound or broken in a random way."""

import gzip
import io
import json
import sqlite3
import textwrap
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pandas as pd

from tests.fuzz.texts import any_signs, make_text

Rows = list[dict[str, str]]


def make_file(folder: Path, rng: Random) -> Path:
    """Write a file of a random format into a folder, mostly broken, and return it."""
    ending = rng.choice(sorted(FORMATS))
    data = FORMATS[ending](make_rows(rng))
    for _ in range(rng.choice((0, 1, 1, 2, 5))):
        data = rng.choice(BREAKS)(data, rng)
    if rng.random() < 0.1:
        ending = rng.choice(sorted(FORMATS))
    path = folder / f"story{ending}"
    path.write_bytes(data)
    return path


def make_rows(rng: Random) -> Rows:
    """Return rows of a table of versions."""
    return [
        {"story": rng.choice(("dam", any_signs(rng)[:20])), "version": str(n), "text": make_text(rng)[:3_000]}
        for n in range(rng.choice((1, 2, 5)))
    ]


def _plain(rows: Rows) -> bytes:
    return rows[0]["text"].encode("utf-8", "surrogatepass")


def _markdown(rows: Rows) -> bytes:
    head = f"---\ntitle: {rows[0]['story']}\nversion: a\n---\n\n"
    return head.encode("utf-8", "surrogatepass") + _plain(rows)


def _html(rows: Rows) -> bytes:
    body = "".join(f"<p>{part}</p>" for part in rows[0]["text"].split("\n\n"))
    page = f"<html><head><title>{rows[0]['story']}</title></head><body><article>{body}</article></body></html>"
    return page.encode("utf-8", "surrogatepass")


def _json(rows: Rows) -> bytes:
    return json.dumps(rows).encode()


def _lines(rows: Rows) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def _csv(rows: Rows) -> bytes:
    return _sound(rows).to_csv(index=False).encode()


def _tsv(rows: Rows) -> bytes:
    return _sound(rows).to_csv(index=False, sep="\t").encode()


def _sound(rows: Rows) -> pd.DataFrame:
    return pd.DataFrame([{k: v.encode("utf-8", "replace").decode() for k, v in row.items()} for row in rows])


def _parquet(rows: Rows) -> bytes:
    file = io.BytesIO()
    _sound(rows).to_parquet(file, index=False)
    return file.getvalue()


def _database(rows: Rows) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        _sound(rows).to_sql("stories", connection, index=False)
        return connection.serialize()


def _zip(rows: Rows) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for row in rows:
            packed.writestr(f"dam/{row['version']}.txt", row["text"].encode("utf-8", "surrogatepass"))
    return file.getvalue()


def _gzip(rows: Rows) -> bytes:
    return gzip.compress(_csv(rows))


def _docx(rows: Rows) -> bytes:
    import docx

    document = docx.Document()
    for part in _sound(rows)["text"][0].split("\n\n"):
        document.add_paragraph("".join(sign for sign in part if sign.isprintable()))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _pdf(rows: Rows) -> bytes:
    text = rows[0]["text"].encode("ascii", "replace").decode()
    plain = text.replace("\\", "").replace("(", "").replace(")", "")
    wrapped = [part for line in plain.split("\n") for part in textwrap.wrap(line, 80) or [""]]
    lines = [f"({line}) Tj T*" for line in wrapped]
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {' '.join(lines)} ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


def _rtf(rows: Rows) -> bytes:
    text = rows[0]["text"].encode("cp1252", "replace").decode("cp1252")
    return ("{\\rtf1\\ansi " + text.replace("\\", "").replace("{", "").replace("\n", "\\par\n") + "}").encode("cp1252")


FORMATS: dict[str, Callable[[Rows], bytes]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".html": _html,
    ".json": _json,
    ".jsonl": _lines,
    ".csv": _csv,
    ".tsv": _tsv,
    ".parquet": _parquet,
    ".db": _database,
    ".zip": _zip,
    ".csv.gz": _gzip,
    ".docx": _docx,
    ".pdf": _pdf,
    ".rtf": _rtf,
}
"""What writes a table of versions, or the first of them, in a format."""


def _truncate(data: bytes, rng: Random) -> bytes:
    return data[: rng.randint(0, len(data))]


def _flip(data: bytes, rng: Random) -> bytes:
    broken = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        if broken:
            broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def _insert(data: bytes, rng: Random) -> bytes:
    place = rng.randint(0, len(data))
    return data[:place] + rng.choice(_ODD) + data[place:]


def _begin(data: bytes, rng: Random) -> bytes:
    return rng.choice(_STARTS) + data


def _recode(data: bytes, rng: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(
        rng.choice(("utf-16", "utf-32", "cp1252", "latin-1", "utf-8-sig", "shift_jis", "cp037")), "replace"
    )


def _cut_out(data: bytes, rng: Random) -> bytes:
    start = rng.randint(0, len(data))
    return data[:start] + data[start + rng.choice((1, 10, 200)) :]


BREAKS: tuple[Callable[[bytes, Random], bytes], ...] = (_truncate, _flip, _insert, _begin, _recode, _cut_out)
_ODD = (
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"'",
    b",",
    b"\n",
    b"\r",
    b"{",
    b"[",
    b"}",
    b"NaN",
    b"null",
    b"1e999",
    b"\\ud800",
    b"---\n",
    b"\\u0000",
    b"<script>",
    b"&#0;",
    b"\x1a",
    b"\xed\xa0\x80",
    b"[" * 2_000,
    b"=1+1",
    b"text,text,text\n",
)
_STARTS = (
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff\xfe\x00\x00",
    b"%PDF-1.7",
    b"PK\x03\x04",
    b"{\\rtf",
    b"\x1f\x8b",
    b"PAR1",
    b"SQLite format 3\x00",
    b"---\n",
    b"---\na: b\n---\n",
    b"\n\n\n",
    b"<?xml version='1.0'?>",
)
