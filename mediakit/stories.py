"""Versions of news stories, and reading them from files and tables."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mediakit import files
from mediakit.errors import ReadError, unknown_choice


@dataclass(frozen=True)
class Version:
    """One version of a story: its text as given, and what is known about it.

    `story` and `version` are its names; `title` is the headline if it came apart from the text; `source` the outlet;
    `published` an ISO date or time; `kind` a word such as "wire", "tabloid", "paraphrase", "revision".

    >>> mk.Version("The dam held.", story="dam", version="wire").kind
    ''
    """

    text: str
    story: str = ""
    version: str = ""
    title: str = ""
    source: str = ""
    published: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Story:
    """All versions of one story, oldest first; `story["wire"]` is the version of that name.

    >>> [version.version for version in mk.load_example("junction-crash")]
    ['wire', 'paraphrase', 'release', 'tabloid']
    """

    id: str
    versions: tuple[Version, ...]

    def __getitem__(self, version: str) -> Version:
        """Return the version of that name; raises `ChoiceError` listing the names there are."""
        for candidate in self.versions:
            if candidate.version == version:
                return candidate
        raise unknown_choice(f"version of story {self.id!r}", version, (v.version for v in self.versions))

    def __iter__(self) -> Iterator[Version]:
        """Iterate over the versions, oldest first."""
        return iter(self.versions)

    def __len__(self) -> int:
        """Return the number of versions."""
        return len(self.versions)

    def _repr_html_(self) -> str:
        """Return the versions as an HTML table (one row each), for notebooks."""
        columns = ["version", "kind", "source", "published", "title"]
        rows = [[getattr(v, c) for c in columns] + [len(v.text.split())] for v in self.versions]
        return str(pd.DataFrame(rows, columns=[*columns, "words"]).to_html(index=False, escape=True))


# On the same day the original comes before what was made of it.
_ORIGINALS = ("wire", "original")


def group_stories(versions: Iterable[Version]) -> list[Story]:
    """Return the stories that the versions belong to, in order of first appearance, versions oldest first.

    Raises `ReadError` if a story has two versions of the same name.
    """
    found: dict[str, dict[str, Version]] = {}
    for version in versions:
        known = found.setdefault(version.story, {})
        if version.version in known:
            raise ReadError(
                f"Story {version.story!r} has two versions named {version.version!r}. "
                "Give each version of a story a name of its own (column or front matter `version`).",
                version.version,
            )
        known[version.version] = version
    return [Story(name, tuple(sorted(known.values(), key=_age))) for name, known in found.items()]


def _age(version: Version) -> tuple[str, bool]:
    return version.published, version.kind not in _ORIGINALS


def read_version(path: str | Path, **options: object) -> Version:
    """Read a file that holds one version: .txt, .md (front matter allowed), .html or .json.

    The story is named after the front matter, else after the folder; the version after the front matter, else after
    the file. Raises `ReadError` (missing, empty or binary file, unknown extension, more than one version inside).

    >>> path = Path(tempfile.mkdtemp()) / "wire.txt"
    >>> _ = path.write_text("The dam held.")
    >>> mk.read_version(path).version
    'wire'
    """
    records = files.read_file(Path(path), options)
    if len(records) != 1:
        raise ReadError(
            f"{path} holds {len(records)} versions; expected one. Read it with mk.read_story or mk.read_corpus.",
            str(path),
        )
    return Version(**records[0])


def read_story(path: str | Path, **options: object) -> Story:
    """Read one story: a folder with a file for each version, or one table with several versions of it.

    Raises `ReadError` if a file cannot be read or the folder holds more than one story; options as in `read_corpus`.

    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "wire.txt").write_text("The dam held.")
    >>> len(mk.read_story(folder))
    1
    """
    records, problems = files.read_path(Path(path), options)
    if problems:
        raise problems[0]
    stories = group_stories(Version(**record) for record in records)
    if len(stories) != 1:
        raise ReadError(
            f"{path} holds {len(stories)} stories ({', '.join(s.id for s in stories[:5])} …); expected one. "
            "Read them with mk.read_corpus.",
            str(path),
        )
    return stories[0]


def read_corpus(
    source: str | Path | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    table: str | None = None,
    query: str | None = None,
) -> list[Story]:
    """Read many stories from a folder (with a folder or files for each), a table file or a DataFrame.

    Tables (.csv, .tsv, .json, .jsonl, .parquet, .db, .sqlite, DataFrame) have one row a version with columns `text`,
    `story`, `version` and any of `title`, `source`, `published`, `kind`; `columns` maps these names to yours,
    `table` or `query` chooses inside a database. A row without text is kept with an empty text. Files that cannot be
    read are left out and named in one `UserWarning`; if none can be read, the first `ReadError` is raised.
    Raises `ColumnError` for wrong columns.

    >>> rows = pd.DataFrame([{"story": "dam", "version": "wire", "text": "The dam held."}])
    >>> mk.read_corpus(rows)[0].id
    'dam'
    """
    options: dict[str, object] = {"columns": columns, "table": table, "query": query}
    if isinstance(source, pd.DataFrame):
        return group_stories(Version(**record) for record in files.read_frame(source, "the DataFrame", columns))
    records, problems = files.read_path(Path(source), options)
    if problems and not records:
        raise problems[0]
    if problems:
        warnings.warn("Left out: " + " · ".join(map(str, problems)), stacklevel=2)
    return group_stories(Version(**record) for record in records)


def _examples_folder() -> Path:
    """Return the folder of the bundled stories: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent
    checkout = package.parent / "data" / "stories"
    return checkout if checkout.is_dir() else package / "data" / "stories"


def list_examples() -> list[str]:
    """Return the names of the bundled stories, all invented.

    >>> "bridge-vote" in mk.list_examples()
    True
    """
    return sorted(path.name for path in _examples_folder().iterdir() if path.is_dir())


def load_example(name: str) -> Story:
    """Return a bundled story by name; raises `ChoiceError` listing the names there are.

    >>> mk.load_example("bridge-vote")["wire"].published
    '2025-03-05'
    """
    if name not in list_examples():
        raise unknown_choice("example", name, list_examples())
    return read_story(_examples_folder() / name)
