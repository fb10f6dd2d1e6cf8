"""Every move of the language floor shows in one table; what was refused and now has a number needs a label."""

from __future__ import annotations

import pytest

from characterised import TABLE, frozen_lines, generated, labelled, labels, line, outcome


def _unlabelled(key, probes, before, now):
    """Whether a text that was refused, or a probe that had no number, has one now that nobody has labelled."""
    if "refused" in before:
        return "refused" not in now and key not in labels()
    known = labels().get(key, frozenset())
    return any(
        before["scores"][probe][""] is None and score[""] is not None and probe not in known
        for probe, score in now.get("scores", {}).items()
    )


def _better(before, now):
    """Whether all that was read is read as it was, and only what had no number may have one."""
    if "refused" in before:
        return True
    if "refused" in now or any(before[name] != now[name] for name in before.keys() - {"scores"}):
        return False
    return all(
        score == before["scores"][probe] or before["scores"][probe][""] is None
        for probe, score in now.get("scores", {}).items()
    )


@pytest.fixture(scope="module")
def moved():
    """What is not as it was frozen: the text, its probes, what became of it before and now."""
    lines = [(key, probes, before, outcome(key, probes)) for key, probes, before in frozen_lines()]
    return [entry for entry in lines if entry[2] != entry[3]]


def test_a_new_number_is_labelled(moved):
    assert [entry for entry in moved if _unlabelled(*entry)] == []


def test_nothing_is_read_otherwise_or_no_longer(moved, update_golden):
    worse = [(key[1], before, now) for key, _, before, now in moved if not _better(before, now)]
    if update_golden:
        # What was generated once stays in the table, whatever reads today: else a refusal would drop out of sight.
        kept = {key: probes for key, probes, _ in frozen_lines()} or dict(generated())
        for key, probes in labelled():
            kept[key] = tuple(dict.fromkeys((*kept.get(key, ()), *probes)))
        TABLE.write_text("".join(f"{line(*entry)}\n" for entry in kept.items()), encoding="utf-8", newline="\n")
        return
    assert worse == [], "pytest --update-golden freezes them anew; say in the commit why each is right"


def test_every_labelled_text_is_in_the_table():
    frozen = {key: set(probes) for key, probes, _ in frozen_lines()}
    missing = [key for key, probes in labels().items() if key not in frozen or not probes <= frozen[key]]
    assert missing == [], "pytest --update-golden adds them"


@pytest.mark.parametrize(
    ("before", "now", "better"),
    [
        ({"refused": "a"}, {"refused": "b"}, True),
        ({"refused": "a"}, {"says": "x", "scores": {}}, True),
        ({"says": "x", "scores": {}}, {"refused": "a"}, False),
        ({"says": "x", "scores": {}}, {"says": "y", "scores": {}}, False),
        ({"says": "x", "scores": {"1": {"": "2"}}}, {"says": "x", "scores": {"1": {"": "3"}}}, False),
        ({"says": "x", "scores": {"1": {"": "2"}}}, {"says": "x", "scores": {"1": {"": None}}}, False),
        ({"says": "x", "scores": {"1": {"": None}}}, {"says": "x", "scores": {"1": {"": "3"}}}, True),
    ],
)
def test_what_counts_as_better(before, now, better):
    assert _better(before, now) is better


def test_an_unlabelled_number_is_seen():
    key = ("rule", "没有人标注过的一条", "10", "", "")
    assert _unlabelled(key, (), {"refused": "a"}, {"says": "x", "scores": {}})
    before, now = {"says": "x", "scores": {"1": {"": None}}}, {"says": "x", "scores": {"1": {"": "3"}}}
    assert _unlabelled(key, ("1",), before, now)
    assert not _unlabelled(key, ("1",), before, before)
