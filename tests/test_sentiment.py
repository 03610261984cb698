"""VADER is exact; the news score has none of its defects."""

import csv
import random
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from mediakit.evidence import vader
from mediakit.evidence.sentiment import kept_text, score_words, tally_news
from mediakit.measures.measuring import measure, total
from mediakit.measures.metrics import METRICS
from mediakit.text.batch import Batch, keep_voice
from mediakit.text.parsing import parse

ANALYZER = SentimentIntensityAnalyzer()
LEXICON, EMOJI = sorted(ANALYZER.lexicon), sorted(ANALYZER.emojis)
MODIFIERS = [
    *BOOSTER_DICT, *NEGATE, *" ".join(SPECIAL_CASES).split(),
    *"but But BUT no No, no. NO or nor so this never without doubt kind of least at very the a".split(),
    *", . ! ? ?? !!! … —".split(),
]  # fmt: skip
STORIES = Path(__file__).parents[1] / "data" / "stories"


def news(text):
    return float(sum(sum(score_words(s)) for _, s in parse(text, keep_boilerplate=True).parts))


def read_cases():
    with (Path(__file__).parent / "data" / "sentiment_cases.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def random_texts(n):
    draw = random.Random(0)
    for _ in range(n):
        words = []
        for _ in range(draw.randint(0, 14)):
            word = draw.choice(
                [draw.choice(LEXICON), draw.choice(MODIFIERS), draw.choice(MODIFIERS), draw.choice(EMOJI)]
            )
            word = draw.choice([word, word, word, word.upper(), word + draw.choice(".,!?\"'”"), "“" + word, word + "x"])
            words.append(word)
        yield draw.choice([" ", " ", " ", "\n", "  "]).join(words)


def test_vader_is_exact_on_random_texts():
    texts = list(random_texts(4000))
    published = [ANALYZER.polarity_scores(text)["compound"] for text in texts]
    assert list(map(vader.compound, texts)) == vader.compounds(texts) == published


@pytest.mark.parametrize("word", ["good", "bad", "no", "fun!", "fun??", "FUN???", "fun????"])
def test_vader_is_exact_whatever_three_words_stand_before(word):
    modifiers = "never so this without doubt no nor or least at very not kind of but the".split()
    texts = [" ".join((*before, word)) for n in (1, 2, 3) for before in product(modifiers, repeat=n)]
    published = [ANALYZER.polarity_scores(text)["compound"] for text in texts]
    assert list(map(vader.compound, texts)) == vader.compounds(texts) == published


def test_vader_is_exact_on_stories():
    texts = [path.read_text(encoding="utf-8") for path in sorted(STORIES.glob("*/*.md"))]
    sentences = [s.clean for text in texts for s in parse(text).sentences] + texts[:4]
    assert sentences
    assert vader.compounds(sentences) == [ANALYZER.polarity_scores(t)["compound"] for t in sentences]


@pytest.mark.parametrize("text", ["It was at least good help.", "It was the very least good.", "It was least good."])
def test_vader_is_exact_on_least(text):
    assert vader.compound(text) == ANALYZER.polarity_scores(text)["compound"] != 0


@given(st.text(max_size=80))
@example("L\u2003")
@example("good\n")
@settings(max_examples=200, deadline=None)
def test_vader_is_exact_on_any_text(text):
    assert [vader.compound(text)] == vader.compounds([text]) == [ANALYZER.polarity_scores(text)["compound"]]


def test_vader_mean_is_the_mean_of_vaders_compounds():
    text = "The mayor, a good man, was killed. “Great news!” she said. It rained."
    sentences = parse(text).sentences
    expected = sum(ANALYZER.polarity_scores(s.clean)["compound"] for s in sentences) / len(sentences)
    assert METRICS["vader_mean"].formula(total(parse(text))) == expected


def test_long_emoji_text_is_scored_in_linear_time():
    assert vader.compound("😀" * 20_000) == pytest.approx(1.0, abs=1e-3)
    assert total(parse("a " * 20_000, keep_boilerplate=True))["vader_sum"] == 0


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["case"])
def test_news_score(case):
    assert float(case["low"]) <= news(case["text"]) <= float(case["high"]), case["why"]


def test_better_news_scores_above_worse_news():
    with (Path(__file__).parent / "data" / "better_worse.csv").open(encoding="utf-8", newline="") as lines:
        pairs = [(row["better"], row["worse"]) for row in csv.DictReader(lines)]
    wrong = [(better, worse) for better, worse in pairs if news(better) <= news(worse)]
    assert len(pairs) >= 30
    assert len(wrong) <= 0.1 * len(pairs), wrong


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russia condemned the attack.", "Ukraine condemned the attack."),
        ("Republicans blocked the bill.", "Democrats blocked the bill."),
        ("Muslims and Jews prayed.", "Christians and Hindus prayed."),
        ("The women complained.", "The men complained."),
        ("Critics say Trump lied.", "Critics say Biden lied."),
    ],
)
def test_swapping_names_does_not_move_the_score(one, other):
    assert news(one) == news(other)


def test_one_but_affects_only_its_sentence():
    plain, but = "It was a good day.", "It was a good day, but a sad night."
    assert news(f"{plain} {but}") == pytest.approx(news(plain) + news(but))


def test_words_sum_to_the_sentence_and_voices_to_the_whole():
    sentence = parse("“It is a terrible disaster,” said the wonderful mayor.").sentences[0]
    batch = Batch([sentence])
    whole, quoted, narrator = (tally_news(batch, keep_voice(batch, v)).item() for v in ("all", "quoted", "narrator"))
    assert sum(score_words(sentence)) == pytest.approx(whole)
    assert quoted + narrator == pytest.approx(whole)
    assert quoted < 0 < narrator


def test_kept_words_are_a_text_of_their_own():
    sentence = parse("“We will win!” she said.").sentences[0]
    assert kept_text(sentence, sentence.mask).strip('" ') == "We will win!"
    assert "win" not in kept_text(sentence, [not q for q in sentence.mask])


def test_a_long_neutral_article_is_near_zero_and_a_grim_one_does_not_saturate():
    neutral = measure("\n\n".join(["The council met on Tuesday at the town hall."] * 200), metrics=["sentiment_news"])
    assert abs(neutral["value"].iloc[0]) < 0.2
    grim = measure("\n\n".join(["Two people died in the crash on Monday."] * 200), metrics=["vader_mean"])
    assert -0.95 < grim["value"].iloc[0] < -0.3


def test_exclamation_marks_do_not_move_the_news_score():
    assert news("It was a disaster!!!!!!") == news("It was a disaster.")
