"""The columns of a form: missing ones, and those that may be read in more than one way."""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.core.findings import Related, Severity
from perfscore.forms.vocabulary import vocabulary
from perfscore.model import Form, FormHead, SelfAssessment

#: Columns that the checks of a self-assessment need, besides names and targets, without which none is recognised.
_NEEDED = ("actual", "points", "score")


@check(
    "PS006",
    "column-missing",
    Severity.WARNING,
    "self-assessment",
    title="A recognised form lacks a column that its checks need",
    lowered={"minor": Severity.INFO},
    needs=(needs.GOVERNED,),
)
def column_missing(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """缺少必需的列。

    ## 查什么
    自评表的指标表里找不到实际完成值、分值或得分列（按各种通行写法，也按其下的值）。表里还有没认出的列时为警告，
    因为缺的可能就是它；每一列都认得时只提示。分值写在别处（指标名称、备注、评分标准）的不算缺少。

    ## 为什么要紧
    缺了这一列，有关的核对都做不了，没有发现问题不等于没有问题。

    ## 反例
    ```form
    项目名称 | 干部培训
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 | 考评口径
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 甲
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 乙
    ```

    ## 正例
    ```form
    项目名称 | 干部培训
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    contested = {name for name, _ in form.head.contested}
    rows = list(form.indicators)
    missing = [
        name
        for name in _NEEDED
        if name not in contested and not any(getattr(row, name) is not None for row in rows)
    ]
    if not missing or not rows or not form.head.columns:
        return
    names = "、".join(vocabulary().called(name) for name in missing)
    unread = "、".join(f"“{text.value}”" for text in form.head.unread)
    header = form.head.columns[0][1]
    yield found(
        header.at,
        f"指标表没有{names}列{f'；没有认出的列：{unread}' if unread else ''}",
        f"the indicator table has no column for {names}{f'; columns not understood: {unread}' if unread else ''}",
        mend="补上这一列；如果表里有，请把栏名改为通行的写法",
        mend_en="add the column, or use its usual name if it is there",
        subject=f"header/{'+'.join(missing)}",
        conditions=() if unread else ("minor",),
    )


@check(
    "PS007",
    "column-ambiguous",
    Severity.INFO,
    "form",
    title="A figure could belong to more than one column",
)
def column_ambiguous(form: Form, view: View) -> Iterator[Yielded]:
    """数值所属列无法确定。

    ## 查什么
    一行里的数字比表头的列少，或单元格的位置说不清属于哪一列，又没有唯一的对应办法：不采用其中任何一种，写明该行没有读入的原因。
    栏名不在已知的写法之内时，按其下的值认定是哪一栏，并说明是怎样认定的；两栏都可能是同一栏而值也分不出来时，两栏都不采用。

    ## 为什么要紧
    猜一列填进去，会凭空造出错误，或盖住真的错误。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    总分 | | | | | 50 | 50
    总分 | | | | | 60 | 60
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    总分 | | | | | 50 | 50
    ```

    ## 依据
    惯例，待核
    """
    yield from _headers(form.head)
    for at, reason in form.unplaced:
        yield found(
            at,
            f"这里有内容没有读入：{reason}",
            f"something here was not taken in: {reason}",
            mend="核对这里的单元格是否在表头对应的列",
            mend_en="check that the cells stand under their headers",
            subject=f"row/{reason}",
        )


def _headers(head: FormHead) -> Iterator[Yielded]:
    """What is to be said of header cells whose words no list knows: one finding for each kind of doubt."""
    called = vocabulary().called
    if head.guessed:
        pairs = [(text.value, called(name)) for name, text in head.guessed]
        yield found(
            head.guessed[0][1].at,
            f"栏名不在已知的写法之内，按其下的值读作：{'；'.join(f'“{text}”为“{name}”' for text, name in pairs)}",
            f"these column names are in no list and were read by the values below them: "
            f"{'; '.join(f'“{text}” as {name}' for text, name in pairs)}",
            related=tuple(Related(text.at, called(name)) for name, text in head.guessed[1:]),
            mend="核对读法是否正确；不对时请改用通行的栏目名称",
            mend_en="check that this is what the columns mean; if it is not, use the usual column names",
            subject="header/guessed",
        )
    for name, texts in head.contested:
        yield found(
            texts[0].at,
            f"{'、'.join(f'“{text.value}”' for text in texts)}都可能是“{called(name)}”，其下的值也分不出来，都没有采用",
            f"{', '.join(f'“{text.value}”' for text in texts)} may each be {called(name)}; the values do not tell, none was used",
            mend="给其中不是的一栏换一个名称",
            mend_en="rename the column that is not meant",
            subject=f"header/{name}",
        )
