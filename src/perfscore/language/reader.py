"""From a text to its statements: a cursor over the one spelling, the constructions tried in their order."""

from __future__ import annotations

import re
from typing import cast

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import replace
from perfscore.core.sourced import Unreadable
from perfscore.language import shapes
from perfscore.language.bounds import MOST_CLAUSES, MOST_PROSE, SHORTEN
from perfscore.language.clauses.amounts import FULL, NO_MORE, Amount, bracketed
from perfscore.language.clauses.conditions import Either, Within
from perfscore.language.clauses.delay import ByDate
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.joined import Joined
from perfscore.language.clauses.limits import PartOfStep
from perfscore.language.clauses.onward import GOES_ON, TELLS
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.scope import scoped
from perfscore.language.clauses.words import PARTICLES
from perfscore.language.clauses.yes_no import Against, Otherwise
from perfscore.language.cutoffs import cutoff, happened
from perfscore.language.goes_on import denied, in_words, on_top, owned, short_of_all
from perfscore.language.matching import ALONE, BEHIND, CONDITIONS, read_at
from perfscore.language.places import of_one_thing
from perfscore.language.prose import Prose, ahead, besides
from perfscore.language.ratios import go_on
from perfscore.language.sentences import matters
from perfscore.language.standings import standing
from perfscore.language.statements import (
    Condition,
    Element,
    Modifier,
    Outcome,
    Passed,
    Statement,
    Template,
    scoring,
)
from perfscore.language.wording import Wording

_WORD = lazy_pattern(r"[\w%‰]")
_SKIP = lazy_pattern(r"(?:[;。,、\s:]|\.(?!\d)|但是?(?=[^,;。]{0,12}\d))+")
_PARTICLES, _BRACKET = lazy_pattern(PARTICLES), lazy_pattern(r"[。,;:]?\(")
#: What a step is taken for, behind a range.
_STRETCH = lazy_pattern(r"(?:之间)?的?部分的?(?=,?每)")
_EARNED = lazy_pattern(r"得分(?=[,;。]|$)")
_PROSE = lazy_pattern(r"[^;。\n]+")
_PROSE_PART = lazy_pattern(r"[^;。,\n]+")


class Reader:
    """One pass over a text."""

    def __init__(self, words: Wording) -> None:
        self.words = words
        self.text = words.text
        self.elements: list[Element] = []
        self.prose: list[Prose] = []
        #: Where the elements stand, and the words that none of them holds.
        self.spans: list[tuple[int, int]] = []
        self.passed: list[Passed] = []
        self.first = len(words.text)

    def _pass_over(self, start: int, end: int) -> None:
        """Note words that no element holds; marks alone are no words."""
        if _WORD.search(self.text, start, end):
            span = self.words.span(start, end)
            self.passed.append(Passed(self.words.source[slice(*span)], span))

    def read(self) -> Template | Unreadable:
        """What the text says, or where the reading stops."""
        place = 0
        while True:
            skipped = _SKIP.match(self.text, place)
            if skipped:
                self._pass_over(place, skipped.end())
                place = skipped.end()
            if place >= len(self.text):
                break
            mark = shapes.MARK.match(self.text, place)
            if mark is None and self.text[place] in "()":
                place = self._listed("led", place, "") or place + 1
                continue
            start = mark.end() if mark else place
            if mark:
                self.spans.append(self.words.span(place, start))
            found = self._element(start, "" if mark is None or mark[0].endswith(":") else mark[0].strip(".、()"))
            if len(self.elements) > MOST_CLAUSES:
                return self._refused(f"评分标准有{MOST_CLAUSES}条以上", None, SHORTEN)
            if found is None or found <= place:
                prose = _PROSE_PART.match(self.text, start)
                if (
                    prose is None
                    or self._rated(start)
                    or shapes.POINTS.search(prose[0])
                    or len(self.prose) >= MOST_PROSE
                ):
                    return self._stopped(place)
                if not shapes.FALLS_SHORT.match(prose[0]) or not shapes.FALLING.match(self.text, prose.end()):
                    self.prose.append(Prose(prose[0], start, place, len(self.elements)))
                self._pass_over(start, prose.end())
                found = prose.end()
            place = found
        return self._finished()

    def _rated(self, start: int) -> bool:
        """Whether a stroke goes on with points that were read as those of one time: 扣0.5分/次."""
        last = self.elements[-1] if self.elements else None
        amount = isinstance(last, Statement) and isinstance(last.outcome, Amount)
        return amount and self.text.startswith("/", start)

    def _finished(self) -> Template | Unreadable:
        read = scoring(self.elements, self.words.span(0, len(self.text)))
        self.elements = standing(go_on(shapes.tiers(read)))
        for element in self.elements:
            if (found := shapes.unclear(element)) is not None:
                span = element.span if isinstance(element, Statement) else None
                return self._refused(found[0], span, found[1])
        if not any(isinstance(e, Statement) and e.outcome is not None for e in self.elements):
            return self._refused("没有写明怎样得分或扣分", None, "写明得分条件与分值")
        steps = [e.outcome for e in self.elements if isinstance(e, Statement) and isinstance(e.outcome, PerStep)]
        if shapes.TAKEN.search(self.text) and steps and not any(shapes.deducts(e) for e in self.elements):
            return self._refused("写着扣完为止，却没有写明哪一项扣分", None, "写明“每…扣几分”")
        told = besides(self.text, self.prose, read)
        prose = [one for one in told if matters(self.elements, one.words, ahead=one.start <= self.first)]
        to_do = ahead(self.text, prose, read)
        if len(to_do) < len(prose):
            prose = [one for one in prose if one not in to_do]
            span = self.words.span(prose[0].start, prose[0].end)
            return self._refused("这些字句没有读懂，可能影响得分", span, "改写成明确的得分条件，或移到指标解释里")
        words = tuple(self.words.source[slice(*self.words.span(one.start, one.end))] for one in to_do)
        return Template(tuple(self.elements), tuple(self.spans), tuple(self.passed), words)

    def _stopped(self, place: int) -> Unreadable:
        end = _PROSE.match(self.text, place)
        stop = end.end() if end else len(self.text)
        reason, settle = shapes.unread(end[0] if end else "")
        return self._refused(reason, self.words.span(place, stop), settle)

    def _refused(self, reason: str, span: tuple[int, int] | None, settle: str) -> Unreadable:
        return Unreadable(self.words.source, reason, span, None, settle)

    def _element(self, place: int, mark: str) -> int | None:
        text = self.text
        gated = read_at("gated", text, place)
        if gated is not None:
            return self._add(None, gated[0][0], mark, place, gated[1])  # type: ignore[arg-type]
        for name in ("side", "stated", "valued", "limit", "duty", "definition"):
            if name == "side" and not ("定性" in text and ("定量" in text or "数量" in text)):
                continue  # a label of the one kind alone says nothing
            if name == "definition" and text.startswith("得分", place):
                continue
            if (end := self._modifier(name, place)) is not None:
                return end
        if (end := self._note("note", place)) is not None:
            return end
        for name, needed in shapes.LISTS:
            if needed.search(text, place) and (end := self._listed(name, place, mark)) is not None:
                return end
        if (end := self._statement(place, mark) or self._modifier("norm", place)) is not None:
            return end
        return self._note("regular", place)

    def _note(self, name: str, place: int) -> int | None:
        """Words that say nothing of the points."""
        found = read_at(name, self.text, place)
        if found is None or found[1] <= place:
            return None
        self._pass_over(place, found[1])
        return found[1]

    def _steps(self) -> bool:
        """Whether the text goes by steps anywhere."""
        return "每" in self.text or any(
            isinstance(e, Statement) and isinstance(e.outcome, PerStep) for e in self.elements
        )

    def _modifier(self, name: str, place: int) -> int | None:
        """What bounds or explains the clauses, by the name of its construction."""
        found = read_at(name, self.text, place)
        if found is None:
            return None
        element = found[0][0]
        assert isinstance(element, Modifier)  # noqa: S101 - what these grammars give
        if isinstance(element, PartOfStep) and not self._steps() and element.mode != "rung":
            return None  # 不足90%的按比例计分, where nothing goes by steps, is a share of its own
        if name == "valued" and not shapes.reckoned(element, self.text):
            return None
        self.elements.append(element)
        self.spans.append(self.words.span(place, found[1]))
        return found[1]

    def _listed(self, name: str, place: int, mark: str) -> int | None:
        """Several clauses in one: a list of conditions, of points, or of both."""
        found = read_at(name, self.text, place)
        if found is None:
            return None
        if name == "led":
            led = [
                (shapes.subject_of(said), paid)
                for paid, said in cast("list[tuple[Amount, list[object]]]", found[0])
            ]
            pairs: list[tuple[Condition, Amount, *tuple[str, ...]]] = [
                (c, paid) for c, paid in led if c is not None
            ]
            if len(pairs) < len(led) or not of_one_thing([c for c, _ in led if c is not None]):
                return None
        else:
            pairs = cast("list[tuple[Condition, Amount, *tuple[str, ...]]]", found[0])
        span = self.words.span(place, found[1])
        self.spans.append(span)
        self.first = min(self.first, place)
        self.elements += [Statement(held, paid, own[0] if own else mark, span) for held, paid, *own in pairs]
        return found[1]

    def _add(self, condition: Condition | None, outcome: Outcome | None, mark: str, start: int, end: int) -> int:
        span = self.words.span(start, end)
        self.first = min(self.first, start)
        self.spans.append(span)
        self.elements.append(Statement(condition, outcome, mark, span))
        return end

    def _statement(self, place: int, mark: str) -> int | None:
        """A clause: conditions first, from the most particular to the most general, then bare outcomes."""
        text = self.text
        if mark and shapes.DUE_REGULARLY.match(text, place) and (end := self._saying(place, mark)) is not None:
            return end
        if (end := denied(text, place, self.elements)) is not None:
            self._pass_over(place, end)
            return end
        if (less := short_of_all(text, place, self.elements)) is not None:
            self.elements[-1], unmet, shared, end = less
            return self._add(unmet, shared, mark, place, end)
        labelled = shapes.LABELLED.match(text, place)
        if labelled is not None and (found := read_at("range", text, labelled.end())) is not None:
            condition = shapes.subject_of(found[0])
            amount = read_at("amount", text, found[1] + 1) if text[found[1] : found[1] + 1] == ")" else None
            if condition is not None and amount is not None:
                return self._add(condition, amount[0][0], mark, place, amount[1])  # type: ignore[arg-type]
        if (ended := happened(text, place, self.elements)) is not None:
            return self._add(*ended[:2], mark, place, ended[2])
        for name in ("counter", "bare"):
            found = read_at(name, text, place)
            if found is not None:
                return self._add(None, found[0][0], mark, place, found[1])  # type: ignore[arg-type]
        for name in CONDITIONS:
            found = read_at(name, text, place)
            if found is not None and name == "range" and owned(text, *found, self.elements):
                return self._saying(place, mark, numbered=True)
            if found is not None and (end := self._conditioned(name, *found, place, mark)) is not None:
                return end
        for name in ALONE:
            found = read_at(name, text, place)
            if found is not None:
                outcome = found[0][0]
                assert isinstance(outcome, Outcome)  # noqa: S101
                return self._add(None, outcome, mark, place, found[1])
        if (cut := cutoff(text, place, self.elements)) is not None:
            return self._add(*cut[:2], mark, place, cut[2])
        return self._saying(place, mark)

    def _conditioned(self, name: str, tokens: list[object], end: int, start: int, mark: str) -> int | None:
        named = {"range": shapes.subject_of, "joined": shapes.joined_of}.get(name)
        condition = cast("Condition", tokens[0]) if named is None else named(tokens)
        if condition is None:
            return None
        fault = shapes.fault_before(self.elements) if name == "range" and isinstance(condition, Within) else ""
        if fault and self.text.startswith(fault, end) and isinstance(condition, Within) and not condition.subject:
            condition, end = shapes.named(condition, shapes.happening(fault)), end + len(fault)
        part = _STRETCH.match(self.text, end) if isinstance(condition, Within) and not condition.measure else None
        if part is not None and isinstance(condition, Within):
            condition, end = replace(condition, part=True), part.end()
        end += self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")"  # (80%-90%)6分
        found = self._outcome(condition, end)
        if found is not None and (part is None or isinstance(found[0], PerStep)):
            return self._add(condition, found[0], mark, start, found[1])
        if part is None and isinstance(condition, Within) and shapes.declares(condition):
            free = shapes.FREE_TO_END.match(self.text, end)
            if free is not None and not TELLS.search(free[0]) and not shapes.POINTS.search(free[0]):
                self._pass_over(end, free.end())
                return self._add(condition, None, mark, start, free.end())
        return None

    def _outcome(self, condition: Condition, place: int) -> tuple[Outcome, int] | None:
        text = self.text
        particles = _PARTICLES.match(text, place)
        tries = [particles.end(), place] if particles and particles.end() > place else [place]
        loose = -1
        free = GOES_ON.match(text, place) if shapes.takes_more_words(condition) else None
        if free and isinstance(condition, Within | Either | ByDate) and not TELLS.search(free[0]):
            after = _PARTICLES.match(text, free.end())
            loose = after.end() if after else free.end()
            tries.append(loose)
        for at in tries:
            if isinstance(condition, Within) and (bare := bracketed(text, at)) is not None:
                return bare
            if bracket := _BRACKET.match(text, at):
                found = read_at("amount", text, bracket.end())
                if found and found[1] < len(text) and text[found[1]] == ")":
                    return found[0][0], found[1] + 1  # type: ignore[return-value]
            filler = read_at("filler", text, at)
            places = [at] if filler is None else [filler[1], at]
            for spot in places:
                comma = spot + 1 if text[spot : spot + 1] in (",", ":") else spot
                outcome = self._plain_outcome(condition, comma, direct=at != loose)
                if outcome is not None:
                    other = isinstance(condition, Within) and free is not None and at == loose
                    if other and shapes.another_thing(self.text[:place], free[0] if free else ""):
                        return None
                    if free is not None and at == loose:
                        self._pass_over(place, free.end())
                    if filler is not None and spot == filler[1]:
                        self._pass_over(at, spot)
                    return outcome
        return None

    def _plain_outcome(self, condition: Condition, place: int, *, direct: bool) -> tuple[Outcome, int] | None:
        points_like = shapes.bare_points(condition)
        earned = _EARNED.match(self.text, place) if isinstance(condition, Against | Within) else None
        if earned and not points_like:
            return FULL, earned.end()
        order = ("amount",) if points_like or isinstance(condition, Joined) else BEHIND
        for name in order:
            if name == "bare" and not isinstance(condition, Against):
                continue
            found = read_at(name, self.text, place)
            if found is not None:
                exact = isinstance(condition, Within) and condition.exact and not condition.measure
                step = found[0][0]
                if exact and isinstance(step, Formula | Prorata):
                    continue  # 计划20户,按完成比例得分 is no tier
                if isinstance(step, PerStep) and (
                    exact
                    or not direct
                    or (step.subject and step.kind != "event" and not isinstance(condition, Against | Otherwise))
                ):
                    continue
                return found[0][0], found[1]  # type: ignore[return-value]
        return None

    def _saying(self, place: int, mark: str, *, numbered: bool = False) -> int | None:
        text = self.text
        spot = place
        while True:
            match = shapes.AMOUNT_AHEAD.search(text, spot, place + _LONGEST_SAYING + _LONGEST_AMOUNT)
            if match is None:
                return None
            spot = match.start()
            said = text[place:spot]
            if text[spot] == "各" and re.search("[、和与]|及(?!时)", said):
                return None  # several facts, of which nobody can tell which
            bracket = text[spot] == "("
            if bracket and said.endswith("。"):
                said = said[:-1]
            if re.search(r"[;。]", said) or len(said) > _LONGEST_SAYING:
                return None
            found = read_at("amount", text, spot + 1 if bracket else spot)
            if found is not None and not bracket and (more := on_top(text, spot, said)) is not None:
                found, said = more
            spot += 1
            if found is None:
                continue
            end = found[1]
            if bracket:
                closing = text.find(")", end)
                if (
                    closing < 0
                    or (
                        shapes.POINTS.search(text[end:closing].replace("其中", "")) is not None
                        and "得" not in text[end:closing]
                    )
                    or scoped(text[end:closing])
                ):
                    continue
                self._pass_over(end, closing)
                end = closing + 1
            if found[0][0] == NO_MORE and scoped(said):
                return None  # who gets no bonus narrows what others get
            said = shapes.fact_of(said)
            plain_words = shapes.REGULAR.sub(
                "", shapes.DEADLINE.sub("", shapes.SO_OFTEN.sub("", said)) if mark else said
            )
            if numbered:
                plain_words = re.sub(r"\d", "", plain_words)
            if not said or re.search(r"\d|每|[×*÷/=+|]|[扣加减]\d|不得分|满分|减半|分别|依次|各$", plain_words):
                return None
            held = in_words(text, place, self.elements, said, cast("Amount", found[0][0]))
            return None if held is None else self._add(*held, mark, place, end)


_LONGEST_SAYING, _LONGEST_AMOUNT = 80, 40
