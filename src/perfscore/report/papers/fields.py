"""What an office's own template can say: the fields by their Chinese names, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from perfscore.report.papers.problem_list import Listed, amounts, figures, listed_of, severity_word, workings
from perfscore.report.papers.records import Entry, FormPart, Run, UnitPart
from perfscore.report.style import Style

Value = str | int | Sequence["Fields"]
Fields = Mapping[str, Value]

#: The fields of each record, with what they mean in Chinese and English. docs/papers.md has the same tables.
RECORDS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "文档": {
        "单位": ("单位名称，几个单位以顿号相隔", "names of the units"),
        "日期": ("审核日期", "date of the run"),
        "版本": ("程序版本", "version of the program"),
        "规则集": ("所用规则集", "rule sets"),
        "单位数": ("单位个数", "number of units"),
        "表数": ("表的张数", "number of forms"),
        "问题数": ("列入问题条数", "number of problems listed"),
        "错误数": ("其中错误", "errors among them"),
        "警告数": ("其中警告", "warnings"),
        "提示数": ("其中提示", "infos"),
        "单位列表": ("各单位", "the units"),
        "表列表": ("各单位的全部表", "the forms of all units"),
        "问题列表": ("各单位的全部列入问题", "the problems of all units"),
        "不采纳列表": ("审核人不采纳的", "findings that the reviewer rejected"),
    },
    "单位列表": {
        "单位": ("单位名称", "name"),
        "表数": ("表的张数", "number of forms"),
        "问题数": ("列入问题条数", "number of problems listed"),
        "错误数": ("其中错误", "errors"),
        "警告数": ("其中警告", "warnings"),
        "提示数": ("其中提示", "infos"),
        "表列表": ("该单位的表，末一项是整套材料", "its forms, the dossier as a whole last"),
        "问题列表": ("列入问题", "problems listed"),
        "不采纳列表": ("审核人不采纳的", "rejected findings"),
    },
    "表列表": {
        "底稿编号": ("单位序号和表的序号", "number of unit and form"),
        "单位": ("单位", "unit"),
        "项目": ("项目", "project"),
        "年度": ("年度", "year"),
        "表式": ("表的名称", "title of the form"),
        "规则集": ("规则集", "rule set"),
        "说明": ("选用规则集的说明", "note on the rule set"),
        "文件": ("文件", "file"),
        "位置": ("表在文件中的位置", "place in the file"),
        "校验码": ("文件的 SHA-256", "SHA-256 of the file"),
        "填报总分": ("填报的总分", "recorded total"),
        "重算总分": ("重算的总分，或其范围", "recomputed total or its range"),
        "审核事项": ("所做的审核，各项一行", "what was done, in lines"),
        "问题数": ("列入问题条数", "number of problems listed"),
        "得分列表": ("有分值的各行", "rows with points"),
        "问题列表": ("列入清单的问题", "problems listed"),
        "不采纳列表": ("审核人不采纳的", "rejected findings"),
        "发现列表": ("全部发现，含提示和不采纳的", "all findings, infos and rejected ones too"),
        "未核查列表": ("没有核查的事项", "what was not checked"),
    },
    "问题列表": {
        "序号": ("在单位内的序号", "number within the unit"),
        "底稿编号": ("所在表的编号", "number of the form"),
        "单位": ("单位", "unit"),
        "项目": ("项目", "project"),
        "年度": ("年度", "year"),
        "表式": ("表的名称", "title of the form"),
        "文件": ("文件", "file"),
        "位置": ("工作表和单元格", "sheet and cell"),
        "级别": ("错误、警告、提示", "severity"),
        "编码": ("检查项编码", "code of the check"),
        "检查项": ("检查项名称", "title of the check"),
        "问题": ("问题是什么", "what is wrong"),
        "表中": ("表中所填", "recorded"),
        "重算": ("重算或对照的数", "recomputed, or compared with"),
        "数额": ("表中 → 重算", "recorded → recomputed"),
        "算式": ("算式，一行", "the sum in a line"),
        "数额和算式": ("数额和算式，各一行", "figures and the sum, a line each"),
        "相关位置": ("相关位置，各项一行", "related places, in lines"),
        "核对过程": ("数额、逐步的算式和相关位置，各项一行", "figures, steps and related places, in lines"),
        "依据": ("依据", "basis"),
        "改法": ("改法", "remedy"),
        "处理意见": ("审核人写的意见，合在一起", "the reviewer's remark as a whole"),
        "处理结论": ("属实、已更正、不采纳、待核实", "verdict"),
        "处理说明": ("说明", "reason"),
        "处理人": ("经办人", "person"),
        "处理日期": ("日期", "date"),
    },
    "得分列表": {
        "类别": ("indicator、execution、section 或 total", "kind of row"),
        "一级指标": ("一级指标", "first level"),
        "指标": ("指标", "indicator"),
        "指标值": ("指标值", "target"),
        "完成值": ("完成值", "actual"),
        "分值": ("分值", "points"),
        "填报得分": ("填报得分", "recorded score"),
        "重算得分": ("重算得分，或其范围", "recomputed score or its range"),
        "说明": ("未重算的原因、各种读法", "why not recomputed, readings"),
    },
    "未核查列表": {
        "事项": ("什么没有核查", "what was not checked"),
        "位置": ("位置", "place"),
        "原因": ("原因", "why"),
    },
}
#: 不采纳列表 and 发现列表 hold what 问题列表 does.
SAME_AS: Final = {"不采纳列表": "问题列表", "发现列表": "问题列表"}


def fields_of(units: Iterable[UnitPart], run: Run, style: Style) -> Fields:
    """Everything that a template may name."""
    lists = [listed_of(unit, style) for unit in units]
    own = [_unit(one, style) for one in lists]
    forms = [form for one in own for form in _records(one["表列表"])]
    return {
        "单位": style.say("、", ", ").join(one.unit.name for one in lists),
        "日期": run.date,
        "版本": run.version,
        "规则集": style.say("、", ", ").join(run.rulesets),
        "单位数": len(lists),
        "表数": sum(bool(form.kind) for one in lists for form in one.unit.forms),
        **_counts([entry for one in lists for _, _, entry in one.open]),
        "单位列表": list(own),
        "表列表": forms,
        "问题列表": [problem for one in own for problem in _records(one["问题列表"])],
        "不采纳列表": [problem for one in own for problem in _records(one["不采纳列表"])],
    }


def _records(value: Value) -> list[Fields]:
    return list(value) if isinstance(value, list) else []


def _counts(entries: list[Entry]) -> Fields:
    return {
        "问题数": len(entries),
        "错误数": sum(entry.severity == "error" for entry in entries),
        "警告数": sum(entry.severity == "warning" for entry in entries),
        "提示数": sum(entry.severity == "info" for entry in entries),
    }


def _unit(one: Listed, style: Style) -> Fields:
    return {
        "单位": one.unit.name,
        "表数": sum(bool(form.kind) for form in one.unit.forms),
        **_counts([entry for _, _, entry in one.open]),
        "表列表": [_form(form, one, style) for form in one.unit.forms],
        "问题列表": [_problem(number, form, entry, one, style) for number, form, entry in one.open],
        "不采纳列表": [_problem(number, form, entry, one, style) for number, form, entry in one.waived],
    }


def _form(form: FormPart, one: Listed, style: Style) -> Fields:
    total = next((line for line in form.scores if line.kind == "total"), None)
    mine = [_problem(number, own, entry, one, style) for number, own, entry in one.open if own.index == form.index]
    rejected = [
        _problem(place, own, entry, one, style) for place, own, entry in one.waived if own.index == form.index
    ]
    shown = [entry for entry in form.entries if not entry.hidden]
    return {
        "底稿编号": form.index,
        "单位": one.unit.name,
        "项目": form.project,
        "年度": form.year,
        "表式": form.title,
        "规则集": form.ruleset,
        "说明": form.note,
        "文件": form.file,
        "位置": form.place,
        "校验码": form.sha256,
        "填报总分": total.recorded if total else "",
        "重算总分": total.recomputed if total else "",
        "审核事项": "\n".join(form.matters),
        "问题数": len(mine),
        "得分列表": [
            {
                "类别": line.kind,
                "一级指标": line.l1,
                "指标": line.name,
                "指标值": line.target,
                "完成值": line.actual,
                "分值": line.points,
                "填报得分": line.recorded,
                "重算得分": line.recomputed,
                "说明": line.note,
            }
            for line in form.scores
        ],
        "问题列表": list(mine),
        "不采纳列表": list(rejected),
        "发现列表": [_problem(number, form, entry, one, style) for number, entry in enumerate(shown, 1)],
        "未核查列表": [{"事项": gap.what, "位置": gap.place, "原因": gap.why} for gap in form.gaps],
    }


def _problem(number: int, form: FormPart, entry: Entry, one: Listed, style: Style) -> Fields:
    remark = entry.remark
    return {
        "序号": number,
        "底稿编号": form.index,
        "单位": one.unit.name,
        "项目": form.project,
        "年度": form.year,
        "表式": form.title,
        "文件": entry.file,
        "位置": entry.place,
        "级别": severity_word(entry, style),
        "编码": entry.code,
        "检查项": entry.title,
        "问题": entry.message,
        "表中": entry.recorded,
        "重算": entry.recomputed,
        "数额": amounts(entry, style),
        "算式": entry.sums,
        "数额和算式": figures(entry, style),
        "相关位置": "\n".join(entry.related),
        "核对过程": workings(entry, style),
        "依据": entry.basis,
        "改法": entry.mend,
        "处理意见": remark.say(style) if remark else "",
        "处理结论": remark.verdict if remark else "",
        "处理说明": remark.reason if remark else "",
        "处理人": remark.person if remark else "",
        "处理日期": remark.date if remark else "",
    }
