"""PS820 and PS822: cited documents with two numbers or titles, and the brackets they are written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from perfscore.checks.narrative.citations import Citation, citations
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import share
from perfscore.core.findings import Related, Severity
from perfscore.core.location import Location
from perfscore.core.text import squash
from perfscore.model import Form, SelfAssessment, TargetSheet

#: Shorter titles differ by a character and are two documents (预算法, 会计法).
_TITLE: Final = 8
#: A character that makes another document of a title.
_TELLING: Final = frozenset("不非无未新旧省市县区乡镇村校各总分上下前后第届期〇零一二三四五六七八九十0123456789")


@check(
    "PS820",
    "citation-differs",
    Severity.WARNING,
    "dossier",
    title="One cited document has two numbers or titles",
    lowered={"slight": Severity.INFO},
)
def citation_differs(views: tuple[View, ...]) -> Iterator[Yielded]:
    """同一文件文号或标题不一。

    ## 查什么
    同一份材料的各段文字引用文件时：标题相同、发文机关代字相同，而年份或顺序号只有一样不同的；文号相同而标题是两份文件的，
    或标题只差一两个字的；没有文号、八个字以上的标题中间只多一个字或少一个字的（提示）。各种括号视为相同。
    简称（办法——关于印发〈办法〉的通知）、转发（代字不同）、逐年重发（年份和号都不同）、只差年份、地名、序数的不报。

    ## 为什么要紧
    依据写错号，就查不到那份文件，立项依据也就落空。

    ## 反例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    立项依据 | 《中小学教师培训经费管理办法》（某财教〔2022〕31号）
    年度总体目标 | 年初设定目标 | 按照《中小学教师培训经费管理办法》（某财教〔2022〕13号）培训教师
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 100 | 100
    ```

    ## 正例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    立项依据 | 《关于印发〈中小学教师培训经费管理办法〉的通知》（某财教〔2022〕31号）
    年度总体目标 | 年初设定目标 | 按照《中小学教师培训经费管理办法》（某财教【2022】31号）培训教师
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 100 | 100
    ```

    ## 依据
    惯例，待核
    """
    for cited in _by_file(views).values():
        titled = [one for one in cited if one.title]
        yield from _two_numbers(titled)
        yield from _two_titles(titled)
        yield from _one_character(titled)


def _by_file(views: Iterable[View]) -> dict[str, list[Citation]]:
    files: dict[str, list[Citation]] = {}
    for view in views:
        files.setdefault(view.form.head.at.file, []).extend(citations(view))
    return files


def _two_numbers(cited: Iterable[Citation]) -> Iterator[Yielded]:
    """One title, one issuer, and numbers of which one part differs."""
    first: dict[tuple[str, str, str], Citation] = {}
    told: set[tuple[str, ...]] = set()
    for one in cited:
        if not one.serial or len(one.core) < _TITLE:
            continue
        for part in (one.year, one.serial):
            other = first.setdefault((one.core, one.issuer, part), one)
            pair = tuple(sorted((one.number, other.number)))
            if (
                other.number != one.number
                and (other.year == one.year) != (other.serial == one.serial)
                and pair not in told
            ):
                told.add(pair)
                yield _pair(
                    other, one, f"《{one.core}》的文号，一处是 {other.number}，一处是 {one.number}", one.core
                )


def _two_titles(cited: Iterable[Citation]) -> Iterator[Yielded]:
    """One number, and titles that are of two documents or a slip apart."""
    first: dict[str, Citation] = {}
    told: set[tuple[str, str]] = set()
    for one in cited:
        if not one.serial:
            continue
        other = first.setdefault(one.number, one)
        if min(len(one.core), len(other.core)) < _TITLE or one.core in other.core or other.core in one.core:
            continue
        apart = max(share(one.core, other.core), share(other.core, one.core)) * 3 < 1
        if (apart or _is_slip(one.core, other.core)) and (other.core, one.core) not in told:
            told.add((other.core, one.core))
            yield _pair(
                other, one, f"{one.number} 的标题，一处是《{other.title}》，一处是《{one.title}》", one.number
            )


def _is_slip(one: str, other: str) -> bool:
    """Whether two titles differ by a few characters in one place."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return max(len(one), len(other)) - start - end <= 2


def _one_character(cited: Iterable[Citation]) -> Iterator[Yielded]:
    """Titles of which one has a character more inside."""
    first: dict[str, Citation] = {}
    for one in cited:
        if len(one.core) >= _TITLE:
            first.setdefault(one.core, one)
    for core, one in first.items():
        for place in range(2, len(core) - 2):
            shorter = first.get(core[:place] + core[place + 1 :])
            if shorter is None or core[place] in _TELLING:
                continue
            if one.number and shorter.number and one.number != shorter.number:
                continue
            if one.number != shorter.number or not one.number:
                yield _pair(
                    shorter, one, f"文件标题一处是《{shorter.title}》，一处是《{one.title}》，只差“{core[place]}”字",
                    core, slight=True,
                )  # fmt: skip
            break


def _pair(first: Citation, second: Citation, words: str, subject: str, *, slight: bool = False) -> Yielded:
    return found(
        second.at,
        f"“{second.label}”与“{first.label}”引用同一文件：{words}",
        f"one document is cited as {first.number or first.title} and as {second.number or second.title}",
        mend="查对原文，改正写错的一处",
        mend_en="look the document up, and correct the wrong one",
        subject=f"citation/{subject}",
        recorded=second.number or second.title,
        recomputed=first.number or first.title,
        related=(Related(first.at, f"{first.label}：{first.number or first.title}"),),
        conditions=("slight",) if slight else (),
        form=second.form,
    )


@check(
    "PS822",
    "brackets-mixed",
    Severity.INFO,
    "dossier",
    title="Names or document numbers use different brackets",
)
def brackets_mixed(views: tuple[View, ...]) -> Iterator[Yielded]:
    """括号写法不统一。

    ## 查什么
    一份文件里，发文字号的年份用了两种以上的括号（【2012】279号、〔2014〕123号），或者同一个项目、指标的名称只有括号、全角半角不同。
    比较时一律视为相同，这里只提示一次，列出各种写法的第一处。

    ## 为什么要紧
    括号不一，按字面查找、匹配名称时就会漏掉；发文字号的年份通行用六角括号〔〕。

    ## 反例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    立项依据 | 某财教〔2022〕31号
    年度总体目标 | 年初设定目标 | 按照某教发【2023】5号文件培训教师
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 100 | 100
    ```

    ## 正例
    ```form
    项目名称 | 教师培训 | 主管部门 | 某局
    立项依据 | 某财教〔2022〕31号
    年度总体目标 | 年初设定目标 | 按照某教发〔2023〕5号文件培训教师
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 100 | 100
    ```

    ## 依据
    惯例，待核
    """
    files: dict[str, list[View]] = {}
    for view in views:
        files.setdefault(view.form.head.at.file, []).append(view)
    for of in files.values():
        yield from _mixed(of)


def _mixed(views: list[View]) -> Iterator[Yielded]:
    """The finding of a file: numbers first, then names."""
    kinds: dict[str, Citation] = {}
    names: dict[str, dict[str, tuple[Location, int]]] = {}
    for view in views:
        for one in citations(view):
            if one.serial:
                kinds.setdefault(one.brackets, one)
        for raw, at in _names(view.form):
            names.setdefault(squash(raw), {}).setdefault("".join(raw.split()), (at, view.number))
    written = [
        (f"{one.issuer}{one.brackets[0]}{one.year}{one.brackets[1]}{one.serial}号", one.at, one.form)
        for one in kinds.values()
    ]
    differing = next((list(raws.items()) for raws in names.values() if len(raws) > 1), [])
    if len(written) < 2:
        written = [(raw, at, number) for raw, (at, number) in differing]
    if len(written) < 2:
        return
    _, at, number = written[1]
    shown = "、".join(raw for raw, _, _ in written)
    yield found(
        at,
        f"同一种写法用了不同的括号：{shown}",
        f"different brackets are used for the same thing: {shown}",
        mend="统一括号写法，发文字号的年份用六角括号〔〕",
        mend_en="use one kind of brackets, 〔〕 for the year of a document number",
        subject="brackets",
        recorded=written[1][0],
        related=tuple(Related(place, raw) for count, (raw, place, _) in enumerate(written) if count != 1),
        form=number,
    )


def _names(form: Form) -> Iterator[tuple[str, Location]]:
    """The names of a form that stand elsewhere too: of its project and its indicators."""
    project = form.head.field("project")
    if project is not None and project.raw:
        yield project.raw, project.at
    if isinstance(form, SelfAssessment | TargetSheet):
        for row in form.indicators:
            if row.name.raw:
                yield row.name.raw, row.name.at
