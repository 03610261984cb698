"""What was found is found once, within bounds, and can be forgotten."""

import gc
from collections.abc import Sequence

import numpy as np

import mediakit as mk
from mediakit.memory import (
    LONGEST,
    TEXTS,
    WORDS,
    Memory,
    Vocabulary,
    list_memories,
    of_sentence,
    once,
    remember,
    remember_each,
    shrink,
    uncollected,
)
from mediakit.text.document import Sentence


def of_text(clean: str) -> Sentence:
    return Sentence(clean, 0, 1, clean=clean)


def test_an_answer_is_found_once() -> None:
    looked: list[str] = []

    @remember(key=of_sentence)
    def look(sentence: Sentence) -> int:
        looked.append(sentence.clean)
        return len(sentence.clean)

    for clean in ("one", "three", "one"):
        assert look(of_text(clean)) == len(clean)
    assert looked == ["one", "three"]


def test_a_memory_is_emptied_at_its_limit() -> None:
    looked: list[str] = []
    known = Memory(lambda word: looked.append(word), limit=3)
    for word in ("a", "b", "c", "d", "a"):
        known[word]
    assert looked.count("a") == 2 and len(known) == 2


def test_functions_of_several_arguments_are_remembered_by_all_of_them() -> None:
    asked: list[tuple[int, int]] = []

    @remember(2)
    def add(one: int, other: int = 0) -> int:
        asked.append((one, other))
        return one + other

    assert [add(1, 2), add(2, 1), add(1, 2), add(3), add(1, 2)] == [3, 3, 3, 3, 3]
    assert asked == [(1, 2), (2, 1), (3, 0), (1, 2)]


def test_very_long_sentences_are_not_remembered() -> None:
    assert of_sentence(of_text("x" * (LONGEST + 1))) is None


def test_forgetting_empties_all_memories_and_changes_no_number() -> None:
    read: list[int] = []

    @once
    def table() -> int:
        read.append(1)
        return 7

    text = "The council slammed the plan. “It is a disgrace,” said Ann Lee."
    before = mk.measure(text)
    assert table() + table() == 14 and any(kept.n_kept for kept in list_memories())
    mk.forget()
    assert not any(kept.n_kept for kept in list_memories())
    assert table() == 7 and len(read) == 2
    assert mk.measure(text).equals(before)


def test_no_memory_holds_more_than_its_limit() -> None:
    mk.compare("The dam held. Nobody was hurt.", "The dam broke. Many were hurt.").summary()
    assert all(kept.n_kept <= kept.limit for kept in list_memories())


def test_of_many_things_only_new_ones_are_asked_for_and_each_once() -> None:
    asked: list[list[str]] = []

    @remember_each(3, key=lambda word: word if len(word) < 5 else None)
    def measure(words: Sequence[str]) -> list[int]:
        asked.append(list(words))
        return [len(word) for word in words]

    assert measure(["a", "bb", "a"]) == [1, 2, 1] and measure(["bb", "ccc", "a"]) == [2, 3, 1]
    assert measure(["too long", "and longer", "too long"]) == [8, 10, 8] and measure([]) == []
    assert asked == [["a", "bb"], ["ccc"], ["too long", "and longer", "too long"]]


def test_a_string_is_described_once_and_only_when_asked_for() -> None:
    asked: list[list[str]] = []

    def length(words: Sequence[str]) -> np.ndarray:
        asked.append(list(words))
        return np.array([len(word) for word in words], dtype=int)

    vocabulary = Vocabulary("test", limit=3)
    first = vocabulary.number(["the", "dam", "the"])
    vocabulary.number(["a", "b"])
    assert first.look_up(length).tolist() == [3, 3, 3] and first.look_up(length).tolist() == [3, 3, 3]
    assert sum(asked, []) == ["the", "dam"]
    again = vocabulary.number(["held", "the"])  # full, so emptied
    assert len(vocabulary) == 2 and again.look_up(length).tolist() == [4, 3]
    assert first.look_up(length).tolist() == [3, 3, 3]


def test_shrinking_keeps_tables_and_what_is_known_of_words_unless_it_is_much() -> None:
    few, many, texts = (Memory(str, limit) for limit in (WORDS, WORDS, TEXTS))
    read: list[str] = []
    table = once(read.append)
    table("verbs")
    for number in range(10):
        few(number), many(number), many(-number), texts(number)
    shrink(15)
    table("verbs")
    assert (len(few), len(many), len(texts), read) == (10, 0, 0, ["verbs"])


def test_comparing_and_measuring_leave_no_cycles_to_collect() -> None:
    story = mk.load_example("junction-crash")

    def work() -> None:
        comparison = mk.compare(story["wire"], story["tabloid"])
        comparison.findings()
        comparison.table()
        mk.measure(story, metrics="all")

    work()  # what is imported and read once is no part of it
    mk.forget()
    gc.collect()
    gc.disable()
    try:
        work()
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_was_made_uncollected_is_old_afterwards() -> None:
    gc.collect()
    with uncollected():
        made: list[object] = [[]]
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    assert any(each is made for each in gc.get_objects(2))


def test_what_was_frozen_stays_so() -> None:
    gc.freeze()
    try:
        with uncollected():
            pass
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()


def test_what_is_asked_of_a_long_string_is_not_kept() -> None:
    @remember(longest=5)
    def measure(text: str) -> int:
        return len(text)

    assert [measure("short"), measure("longer")] == [5, 6]
    assert list(measure) == ["short"]  # type: ignore[call-overload]
