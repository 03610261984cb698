"""Try random texts, pairs, files and options until the minutes are over, and print what does not hold.

python -m tests.fuzz --minutes 5 [--seed 0]      # CPU minutes; exits 1 if anything was found
python -m tests.fuzz --case 12345                # one case again, by its number
"""

import argparse
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

import mediakit as mk
from tests.fuzz import rules
from tests.fuzz.files import make_file
from tests.fuzz.texts import make_pair, make_text

Case = Callable[[Random], list[str]]


def try_text(rng: Random) -> list[str]:
    """Parse, find, count and measure one text."""
    text = make_text(rng)
    document = mk.parse(mk.Version(text), keep_boilerplate=rng.random() < 0.5)
    found = rules.gather(rules.of_document(document), rules.of_marks(document), rules.of_counts(document))
    table = mk.measure(mk.Version(text), metrics="all", voice="all")
    mk.measure(mk.Version(text), metrics="all", voice=rng.choice(("narrator", "quoted")))
    if rng.random() < 0.1:
        found += rules.of_again(mk.Version(text), table)
    return found


def try_sum(rng: Random) -> list[str]:
    """Count two texts apart and together; both are whole sentences, so that neither changes the other."""
    one, other = ("\n\n".join(rng.sample(_SENTENCES, rng.randint(1, 6))) for _ in range(2))
    return list(rules.of_addition(one, other))


_SENTENCES = [
    sentence.text
    for name in mk.list_examples()
    for version in mk.load_example(name)
    for sentence in mk.parse(version, keep_boilerplate=True).sentences
    if sentence.text[-1] in ".”" and sentence.text.count("“") == sentence.text.count("”") and len(sentence.tokens) > 5
    and sentence.text.count('"') % 2 == 0
]


def try_pair(rng: Random) -> list[str]:
    """Compare two texts both ways and look at all tables."""
    old, new = (_version(text, rng, name) for text, name in zip(make_pair(rng), "ab", strict=True))
    options = {"voice": rng.choice(("all", "all", "narrator", "quoted")), "n_draws": 20, "seed": rng.randrange(9),
               "metrics": rng.choice(("main", "all")), "floors": rng.random() < 0.1}  # fmt: skip
    keep = rng.random() < 0.3
    old, new = (mk.parse(version, keep_boilerplate=keep) for version in (old, new))
    there, back = mk.compare(old, new, **options), mk.compare(new, old, **options)
    found = rules.gather(rules.of_document(old), rules.of_pairs(there), rules.of_shifts(there, back))
    found += rules.gather(rules.of_ledgers(there), rules.of_output(there))
    there.check(rng.randint(1, 3)), there.voices(), there.attributions(), there.families(), there.coverage()
    if old == new and len(there.findings()):
        found.append("findings between equal texts")
    return found


def _version(text: str, rng: Random, name: str) -> mk.Version:
    """Return a version, mostly without a title and names, sometimes with odd ones."""
    if rng.random() < 0.7:
        return mk.Version(text, version=name)
    title, story, source, author = (make_text(rng)[: rng.choice((0, 5, 60))] for _ in range(4))
    return mk.Version(text, story, name, title, source, rng.choice(("", "2025-03-05", "99", "\udcff")), author=author)


def try_file(rng: Random) -> list[str]:
    """Read a broken file of any format: it is read, or refused in a sentence that names it."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = make_file(Path(folder), rng)
        try:
            stories = mk.read_corpus(path)
        except mk.MediakitError as error:
            return [] if str(error).strip() else ["an error without a word"]
    versions = [version for story in stories for version in story]
    return rules.gather(*(rules.of_document(mk.parse(version)) for version in versions[:3]))


CASES: tuple[Case, ...] = (try_text, try_pair, try_pair, try_pair, try_file, try_file, try_sum)


def run(number: int) -> list[str]:
    """Return what does not hold in the case of a number; warnings are faults too, but for those meant for users."""
    rng = Random(number)
    case = CASES[number % len(CASES)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", UserWarning)
        try:
            return case(rng)
        except mk.ReadError as error:  # a text of nothing but an address, or the path of a file
            return [] if "address" in str(error) or "path of a file" in str(error) else [str(error)]
        except Exception:
            return [traceback.format_exc(limit=-12)]


def main() -> int:
    """Run cases until the time is over; return 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--case", type=int)
    wishes = parser.parse_args()
    if wishes.case is not None:
        print("\n".join(run(wishes.case)) or "holds")
        return 0
    from tests.benchmarks.trust import keep

    number, faults, tried = wishes.seed * 10_000_000, 0, Counter()
    end = process_time() + 60 * wishes.minutes
    while process_time() < end:
        found = run(number)
        tried[CASES[number % len(CASES)].__name__] += 1
        if found:
            faults += 1
            print(f"--- case {number}", *found[:4], sep="\n", flush=True)
        number += 1
    told = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in tried.items())
    print(f"{sum(tried.values())} cases ({told}) in {wishes.minutes:g} CPU minutes: {faults} with a fault")
    keep("fuzz", f"seed {wishes.seed}", sum(tried.values()), faults, wishes.minutes)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
