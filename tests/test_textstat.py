"""The twelve formulas are textstat's to the last bit, its word facts are ours, and no network is asked."""

import json
import os
import random
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mediakit.errors import TextError
from mediakit.measures.metrics import CLASSIC
from mediakit.measures.textstat_offline import load_textstat, textstat_scores
from mediakit.text.words import clean_word, facts, frequent_words, pronounced_words, zipf

STORIES = Path(__file__).parents[1] / "data" / "stories"


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def made_texts(n):
    """Texts of random words with news-like numbers, marks and line breaks."""
    draw = random.Random(0)
    words = [word for word, _ in pronounced_words()] + ["the", "of", "said", "and", "to"] * 4000
    words += ["$3.5", "U.S.", "Mr.", "don't", "it's", "—", "word—word", "10", "COVID-19", "and/or", "'90s"] * 200
    texts = []
    for _ in range(n):
        chosen = [
            draw.choice(words) + draw.choice(["", "", "", "", "", ",", ".", "?", ".\n\n"])
            for _ in range(draw.randint(5, 160))
        ]
        texts.append(" ".join(chosen))
    return texts


def real_texts(n):
    """Texts of the labelled sets, if they are at hand."""
    folder = os.environ.get("MEDIAKIT_BENCHMARKS", "")
    if not Path(folder, "clear.jsonl").is_file():
        pytest.skip("needs MEDIAKIT_BENCHMARKS, a folder with clear.jsonl")
    with Path(folder, "clear.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line, _ in zip(lines, range(n), strict=False)]


def textstat_counts(text):
    """textstat's own counts of a text, under our names."""
    from textstat.backend.counts import count_difficult_words

    t = load_textstat()
    return {
        "n_words": t.lexicon_count(text),
        "n_sentences": t.sentence_count(text),
        "n_syllables": t.syllable_count(text),
        "n_polysyllables": t.polysyllabcount(text),
        "n_unfamiliar": count_difficult_words(text, "en_US", 0),
        "n_difficult": count_difficult_words(text, "en_US", 2),
        "n_complex": count_difficult_words(text, "en_US", 3),
        "n_chars": t.char_count(text),
        "n_chunks": t.lexicon_count(text, removepunct=False),
        "n_letters": t.letter_count(text),
        "n_long_words": t.long_word_count(text),
        "n_short_words": t.miniword_count(text),
    }


def linsear_counts(text):
    """textstat's own counts of the first 100 words, which its Linsear formula is taken from."""
    from textstat.backend.selections import list_words

    t = load_textstat()
    raw = list_words(text, rm_punctuation=False)
    words, n_read = list_words(text), len(raw)
    if n_read > 100:
        words, n_read = [], 0
        while n_read < len(raw) and len(words) < 100:
            words += list_words(raw[n_read])
            n_read += 1
    syllables = [t.syllable_count(word) for word in words]
    return {
        "n_voiced_words": sum(n > 0 for n in syllables),
        "n_polysyllables": sum(n >= 3 for n in syllables),
        "n_sentences": t.sentence_count(" ".join(raw[:n_read])),
    }


def differences(texts):
    """The (formula, ours, textstat's) that differ in any bit."""
    different = []
    for text in texts:
        theirs = textstat_scores(text)
        for metric in CLASSIC:
            linsear = metric.name == "linsear_write"
            ours = metric.formula(linsear_counts(text) if linsear else textstat_counts(text))
            name = "linsear_write_formula" if linsear else metric.name
            if ours != theirs[name]:
                different.append((name, ours, theirs[name]))
    return different


def test_formulas_equal_textstat_given_its_counts():
    assert differences(made_texts(150)) == []


def test_formulas_equal_textstat_on_500_real_texts():
    assert differences(real_texts(500)) == []


@pytest.mark.slow
def test_facts_of_20_000_words_are_textstats_answers():
    words = [word for word, _ in pronounced_words()] + list(frequent_words().number)
    words = random.Random(0).sample(sorted(set(words)), 20_000)
    words += [
        "U.S.",
        "COVID-19",
        "2024",
        "$3.5",
        "don't",
        "o'clock",
        "well-known",
        "dogs'",
        "fire",
        "faeries",
        "İstanbul",
    ]
    t = load_textstat()
    theirs = [(t.syllable_count(word), t.difficult_words(word) > 0) for word in words]
    ours = [(known.syllables, not known.easy and known.syllables >= 2) for known in map(facts, words)]
    assert ours == theirs


def test_scores_equal_textstat_with_the_full_dictionary():
    folder = os.environ.get("MEDIAKIT_NLTK_DATA", "")
    if not Path(folder, "corpora/cmudict").is_dir():
        pytest.skip("needs MEDIAKIT_NLTK_DATA, a folder with NLTK's corpora/cmudict")
    texts = made_texts(60)
    script = (
        "import json, sys, nltk; nltk.data.path.insert(0, sys.argv[1]); import textstat;"
        "texts, names = json.load(sys.stdin);"
        "print(json.dumps([{n: getattr(textstat, n)(t) for n in names} for t in texts]))"
    )
    names = [metric.name for metric in CLASSIC]
    run = subprocess.run(
        [sys.executable, "-c", script, folder],
        input=json.dumps([texts, names]),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout) == [textstat_scores(text) for text in texts]


def test_nothing_stays_behind_in_nltk():
    load_textstat()
    import nltk

    assert not [path for path in nltk.data.path if "mediakit-" in path]
    assert "_root" not in vars(nltk.corpus.cmudict)


def test_a_language_set_on_textstat_does_not_reach_the_scores():
    import textstat

    text = made_texts(1)[0]
    before = textstat_scores(text)
    textstat.set_lang("de")
    try:
        assert textstat_scores(text) == before
    finally:
        textstat.set_lang("en_US")


def test_bundled_stories_have_finite_scores():
    for path in sorted(STORIES.glob("*/*.md"))[:4]:
        scores = textstat_scores(path.read_text(encoding="utf-8"))
        assert [name.removesuffix("_formula") for name in scores] == [metric.name for metric in CLASSIC]


@pytest.mark.parametrize("value", [None, b"text", 3])
def test_what_is_not_text_is_refused(value):
    with pytest.raises(TextError, match=type(value).__name__):
        textstat_scores(value)


def test_words_are_cleaned_as_textstat_does():
    assert clean_word("“don't”,") == "don't" and clean_word("dogs'") == "dogs" and clean_word("U.S.") == "US"


def test_frequent_words_are_less_rare():
    assert facts("the").rarity < facts("good").rarity < facts("council").rarity < facts("platypus").rarity
    assert facts("platypus's").rarity == facts("platypus").rarity
    assert zipf("zzyzzx") == 2.1
    assert facts("2024").rarity == 3.0
