"""Budget tables drawn again in random layouts: other words, orders, headers and places, the same content.

A drawing knows what it shows: the rows with their code, name and amounts by column, whatever the columns are called.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from budget_books import disclosure
from forms_support import sheet, text, workbook
from perfscore.readers.document import Document

#: What each column may be called; the words behind the stroke stand in no list of the package.
SYNONYMS = {
    "code": ["科目编码", "功能科目编码", "支出功能分类科目编码", "/", "科目号", "类款项号"],
    "name": ["科目名称", "功能分类科目", "支出项目", "/", "科目全称", "具体去向"],
    "item": ["项目", "支出项目", "经济科目名称", "/", "开支门类", "具体去向"],
    "unit_name": ["单位名称", "预算单位", "部门名称", "/", "下属机构", "用款机构"],
    "project": ["项目名称", "项目支出名称", "二级项目名称", "/", "项目全称", "用款事由"],
    "total": ["合计", "总计", "预算合计", "/", "全部", "共计"],
    "general": ["一般公共预算", "一般公共预算拨款", "公共财政预算", "/", "财力安排", "公共资金甲"],
    "fund": ["政府性基金", "政府性基金预算", "政府性基金预算拨款", "/", "基金安排", "专项基金甲"],
    "soe": ["国有资本经营预算", "国有资本经营", "国有资本经营预算拨款", "/", "国资收益", "国企上缴"],
    "special": ["财政专户管理资金", "财政专户", "专户资金", "/", "教育专列", "代管款"],
    "unit": ["单位资金", "自有资金", "单位自筹", "/", "自行安排", "本单位财力"],
    "carry": ["上年结转", "年初结转和结余", "上年结转结余", "/", "往年剩余", "跨年余下"],
    "basic": ["基本支出", "基本支出预算", "基本支出数", "/", "日常开支", "保底开支"],
    "project_": ["项目支出", "项目支出预算", "项目支出数", "/", "专门开支", "办事开支"],
    "personnel": ["人员经费", "人员支出", "人员经费支出", "/", "工薪开支", "用人开支"],
    "public": ["公用经费", "公用支出", "日常公用经费", "/", "办公开支", "运行开支"],
}
#: Tables with one list of rows and something in it, by their place in a disclosure.
PLACES = (1, 2, 4, 5, 9, 10, 11)


@dataclass
class Drawing:
    """A table as drawn: the document, and the rows that it shows."""

    document: object
    lead: list[str]
    amounts: list[str]
    rows: list[dict[str, str]]

    def differences(self, tables):
        """What is not as it was drawn: the number of tables, of columns, of rows, then cells."""
        if len(tables) != 1 or len(tables[0].sides) != 1:
            yield "tables", 1, [len(table.sides) for table in tables]
            return
        (side,) = tables[0].sides
        yield from _unequal("columns", len(self.amounts), len(side.amount_columns))
        rows = [row for row in self.rows if any(row.values())]
        yield from _unequal("rows", len(rows), len(side.rows))
        for row, read in zip(rows, side.rows, strict=False):
            names = [text_ for text_ in (read.code.raw if read.code else "", read.name.value) if text_]
            yield from _unequal("names", [row[key] for key in self.lead if row[key]], names)
            yield from _unequal("amounts", [row[key] for key in self.amounts], [cell.raw for cell in read.amounts])


def _unequal(what, drawn, read):
    return [] if drawn == read else [(what, drawn, read)]


def unseen():
    """The words that no list of the package holds."""
    return {word for words in SYNONYMS.values() for word in words[words.index("/") + 1 :]}


def draw(seed):
    """Draw a table of a disclosure again."""
    dice = random.Random(seed)  # noqa: S311 - the same drawing for the same seed
    source = disclosure(dice.choice((1, 2, 3)))[dice.choice(PLACES)]
    (side,) = source["sides"]
    columns = [key for key in side["columns"] if key != "gov_item"]
    rows = [dict(zip(side["columns"], row, strict=True)) for row in side["rows"]]
    lead = [key for key in columns if key in ("code", "name", "item", "unit_name") or key == columns[0]]
    amounts = [key for key in columns if key not in lead]
    if dice.random() < 0.5:
        dice.shuffle(amounts)
    words = {}
    for key in (*lead, *amounts):
        listed = SYNONYMS["project_" if key == "project" and key not in lead else key]
        stroke = listed.index("/")
        words[key] = dice.choice(listed[:stroke] if dice.random() < 0.67 else listed[stroke + 1 :])
    table = _Table(dice, source, lead, amounts, rows, words)
    return Drawing(table.document(), lead, amounts, rows)


@dataclass
class _Table:
    dice: random.Random
    source: dict
    lead: list[str]
    amounts: list[str]
    rows: list[dict[str, str]]
    words: dict[str, str]

    def document(self):
        """The drawing as a text, as a sheet or as a table of a Word file."""
        ordinal = self.dice.random() < 0.2
        remark = self.dice.random() < 0.2
        self.before = ["序号"] if ordinal else []
        self.after = ["备注"] if remark else []
        in_header = self.dice.random() < 0.25
        group = self.dice.choice([None, "2026年预算数", "本年预算", "当年安排数"])
        width = len(self.before) + len(self.lead) + len(self.amounts) + len(self.after)
        lines, merges = [], []
        titled = self.dice.random() < 0.8
        if titled:
            lines.append([self.source["title"], *[""] * (width - 1)])
        where = self.dice.choice(["两行", "一行", "右上"])
        unit = self.dice.choice(["单位：万元", "金额单位：万元", "单位:万元"])
        if where == "两行":
            lines += [[f"部门名称：{self.source['unit']}"], [unit]]
        elif where == "一行":
            lines.append([f"单位名称：{self.source['unit']}", *[""] * (width - 2), unit])
        else:
            lines.append([*[""] * (width - 1), unit])
        if in_header and group:
            lines[-1] = [f"部门名称：{self.source['unit']}"]
            group += "（万元）"
        above = len(lines)
        merges += self._header(lines, group)
        if self.dice.random() < 0.2:
            lines.append([str(number) for number in range(1, width + 1)])
        self._body(lines)
        if self.dice.random() < 0.3:
            lines.append(["注：因四舍五入，部分金额可能存在尾差"])
        kind = self.dice.choice(["text", "xlsx", "docx"])
        if kind == "text":
            return text("\n".join("\t".join(line) for line in self._noisy(lines)))
        if kind == "docx":
            return self._word(lines, above, merges)
        return workbook(sheet(*([cell or None for cell in line] for line in lines), merges=merges))

    @staticmethod
    def _word(lines, above, merges):
        """A table of a Word file; what stands above it are paragraphs."""
        paragraphs = [[cell] for line in lines[:above] for cell in line if cell]
        caption = tuple(cell for _, cell in sorted(sheet(*paragraphs, name="段").cells.items()))[-3:]
        merged = [(row - above, column, height, width) for row, column, height, width in merges]
        table = sheet(*([cell or None for cell in line] for line in lines[above:]), merges=merged)
        return Document("表.docx", "docx", "native", (replace(table, caption=caption),))

    def _header(self, lines, group):
        own = [*self.before, *(self.words[key] for key in (*self.lead, *self.amounts)), *self.after]
        if group is None:
            lines.append(own)
            return []
        first = len(self.before) + len(self.lead)
        last = first + len(self.amounts)
        row = len(lines) + 1
        upper = [*own[:first], group, *[""] * (len(self.amounts) - 1), *own[last:]]
        lower = [*[""] * first, *own[first:last], *[""] * len(self.after)]
        lines += [upper, lower]
        beside = [column for column in range(len(own)) if not first <= column < last]
        return [(row, first + 1, 1, len(self.amounts)), *((row, column + 1, 2, 1) for column in beside)]

    def _body(self, lines):
        for number, row in enumerate(self.rows, 1):
            cells = [row[key] for key in (*self.lead, *self.amounts)]
            before = [str(number)] if self.before else []
            lines.append(
                [
                    *before,
                    *cells,
                    *(["延续"] if self.after and self.dice.random() < 0.3 else [""] * len(self.after)),
                ]
            )

    def _noisy(self, lines):
        """Page ends of an extraction: blank lines and a watermark between two rows."""
        for place, line in enumerate(lines):
            if place > 8 and self.dice.random() < 0.03:
                yield from ([""], ["仅供内部审核"], ["12"], [""])
            yield line
