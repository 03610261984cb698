"""What only a fresh process shows: how long a start takes, how much memory a corpus, what two workers gain."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

import mediakit as mk
from tests.benchmarks.speed_texts import N_VERSIONS, Texts
from tests.benchmarks.speed_timing import Speed

TRIES = 5
BATCH = 100
_OURS = "import mediakit as mk; mk.measure({text!r}, metrics='all')"
_THEIRS = "import textstat\nfor name in {names!r}: getattr(textstat, name)({text!r})"


def starting() -> Iterator[Speed]:
    """Import and first article in fresh processes, against textstat's: processor time, the least of some tries."""
    text = mk.load_example(mk.list_examples()[0]).versions[0].text
    names = [*mk.textstat_scores(text)]
    with tempfile.TemporaryDirectory() as folder:
        write_cmudict(Path(folder))
        firsts = _OURS.format(text=text), _THEIRS.format(text=text, names=names)
        programs = ("import mediakit", "import textstat", *firsts)
        ours, theirs, our_start, their_start = _least_seconds(programs, {"NLTK_DATA": folder})
    yield Speed("start", "import", ours / theirs, "times textstat's", 0.24, False, "textstat", f"{1000 * ours:.0f} ms")
    detail = f"{1000 * our_start:.0f} ms; everything of one article, textstat: its 12 formulas"
    yield Speed("start", "cold start", our_start / their_start, "times textstat's", 0.65, False, "textstat", detail)


def write_cmudict(folder: Path) -> None:
    """Write a corpus in the form of NLTK's cmudict of the words on which it and pyphen disagree; textstat needs one."""
    from mediakit.text.words import pronounced_words

    corpus = folder / "corpora" / "cmudict" / "cmudict"
    corpus.parent.mkdir(parents=True)
    lines = (f"{word.upper()} 1 {' '.join(['AH0'] * n) or 'SH'}\n" for word, n in pronounced_words())
    corpus.write_text("".join(lines), encoding="utf-8")


def _least_seconds(programs: tuple[str, ...], settings: dict[str, str]) -> list[float]:
    """Return the least processor time that each program takes in a process of its own, taken in turn."""
    least = [float("inf")] * len(programs)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as installed
    for _ in range(TRIES):
        for i, program in enumerate(programs):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", program], check=True, env=kept | settings)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            least[i] = min(least[i], after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return least


def remembering(texts: Texts, many: int) -> Iterator[Speed]:
    """Peak memory of fresh processes that measure many versions and compare a fifth as many, and a quarter of both."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name, "versions.jsonl")
        for what, n in (("measure_corpus", many), ("compare_corpus", many // 5)):
            fewer, all_of_them = (_remember(what, source, Path(name, f"{what}-{k}"), k, texts) for k in (n // 4, n))
            name_of = f"{what}, {n:,} versions"
            yield Speed("memory", f"{name_of}: peak", all_of_them[0], "MB", 700, False)
            yield Speed("memory", f"{name_of}: peak / peak of a quarter", all_of_them[0] / fewer[0], "")
            rates = f"{n / all_of_them[1]:.0f} a second"
            yield Speed("memory", f"{name_of}: time / 4 x time of a quarter", all_of_them[1] / fewer[1] / 4, "",
                        detail=rates)  # fmt: skip


def _remember(what: str, source: Path, out: Path, n: int, texts: Texts) -> tuple[float, float]:
    """Return the peak memory in MB and the processor time in seconds of a fresh process for `n` versions."""
    write_chains(texts, source, n)
    call = f"from tests.benchmarks.speed_fresh import run_corpus; run_corpus({what!r}, {str(source)!r}, {str(out)!r})"
    done = subprocess.run([sys.executable, "-c", call], check=True, capture_output=True, text=True)
    peak, seconds = json.loads(done.stdout.splitlines()[-1])
    return peak, seconds


def write_chains(texts: Texts, path: Path, n: int) -> None:
    """Write `n` versions, in chains of ten, as one record a line."""
    with path.open("w", encoding="utf-8") as lines:
        for story, versions in enumerate(texts.chains(-(-n // N_VERSIONS))):
            for number, text in enumerate(versions[: n - story * N_VERSIONS]):
                lines.write(json.dumps({"story": f"s{story}", "version": f"v{number}", "text": text}) + "\n")


def run_corpus(what: str, source: str, out: str) -> None:
    """Run in a fresh process: print the peak memory in MB and the processor time in seconds."""
    began = process_time()
    getattr(mk, what)(source, out, batch=BATCH, progress=False)
    print(json.dumps([peak_memory(), process_time() - began]))


def peak_memory() -> float:
    """Return the most memory that this process has held, in MB; a parent's is no part of it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1e6 if sys.platform == "darwin" else 1e3)
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e3


def sharing(texts: Texts, many: int) -> Iterator[Speed]:
    """Two Dask workers against one process, beside what two processes gain at pure arithmetic; wall clock."""
    import pandas as pd
    from distributed import Client, LocalCluster

    probe = _probe()
    with tempfile.TemporaryDirectory() as name:
        warm, source = Path(name, "warm.jsonl"), Path(name, "versions.jsonl")
        write_chains(texts, warm, 40)
        write_chains(texts, source, many)
        cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
        with cluster, Client(cluster) as client:
            seconds, tables = [], []
            for number, given in enumerate((None, client)):
                mk.forget()
                mk.measure_corpus(warm, Path(name, f"warm{number}"), given, batch=20, progress=False)
                began = perf_counter()
                folder = mk.measure_corpus(source, Path(name, f"out{number}"), given, batch=50, progress=False)
                seconds.append(perf_counter() - began)
                tables.append(pd.read_parquet(folder).sort_values(["story", "version"], ignore_index=True))
    gain = seconds[0] / seconds[1]
    detail = f"{gain:.2f} times as fast, the probe {probe:.2f}; rows identical: {tables[0].equals(tables[1])}"
    yield Speed("workers", "two Dask workers, of a pure two-process probe's gain", gain / probe, "", 0.8, detail=detail)


def _probe() -> float:
    """Return how many times as fast two processes do two portions of arithmetic as one process does."""
    with get_context("spawn").Pool(2) as pool:
        pool.map(_portion, [1, 1])
        began = perf_counter()
        pool.map(_portion, [20], 1)
        pool.map(_portion, [20], 1)
        one = perf_counter() - began
        began = perf_counter()
        pool.map(_portion, [20, 20], 1)
        return one / (perf_counter() - began)


def _portion(n: int) -> int:
    return sum(i * i for i in range(n * 200_000))
