"""The wordings of a drawing: which synonym a label takes, in simplified or traditional characters, with English beside."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

#: The wording of the plain drawing.
PLAIN = {
    "money": "项目资金",
    "fund_total": "年度资金总额",
    "fund_fiscal": "其中：当年财政拨款",
    "fund_carry": "上年结转资金",
    "fund_other": "其他资金",
}
ENGLISH = {
    "l1": "Level 1", "l2": "Level 2", "name": "Indicator", "target": "Target", "actual": "Actual", "points": "Points",
    "score": "Score", "reason": "Reason", "remark": "Remark", "value_type": "Sign", "unit": "Unit",
    "explanation": "Meaning", "rule": "Rule", "fund_source": "Source", "initial": "Initial budget", "budget": "Budget",
    "executed": "Executed", "rate": "Rate", "money_points": "Points", "money_score": "Score", "money": "Funds",
    "project": "Project", "department": "Department", "implementing_unit": "Implementing unit", "year": "Year",
    "unit_name": "Unit", "goal": "Goal", "goal_expected": "Expected", "goal_actual": "Achieved", "total": "Total",
    "head_total": "Total score",
}  # fmt: skip
#: The characters of labels and titles that are written otherwise in Traditional script.
_TRADITIONAL = str.maketrans(
    "级标数预执实际绩项总资额门单称进评满权费财结转当拨体设计达应质类备记说释规则准给办细赋来开与对缘离况产济环续响务时层余筹滚进编码号"
    "发归机构关势种归册汇报审决业个别从后过还这经济现见观岁号处间闻让许论证译试话该详语调议让谁"
    "区县异复径态联获终签划价会属阐万亿",
    "級標數預執實際績項總資額門單稱進評滿權費財結轉當撥體設計達應質類備記說釋規則準給辦細賦來開與對緣離況產濟環續響務時層餘籌滾進編碼號"
    "發歸機構關勢種歸冊匯報審決業個別從後過還這經濟現見觀歲號處間聞讓許論證譯試話該詳語調議讓誰"
    "區縣異復徑態聯獲終簽劃價會屬闡萬億",
)


@cache
def synonyms() -> dict[str, dict[str, list[str]]]:
    """The list of wordings by role."""
    page = Path(__file__).resolve().parent / "synonyms.toml"
    return tomllib.loads(page.read_text(encoding="utf-8"))


def plain(role: str) -> str:
    """The wording of a label in the plain drawing."""
    return PLAIN.get(role) or synonyms()[role]["listed"][0]


def traditional(text: str) -> str:
    """A label in Traditional characters."""
    return text.translate(_TRADITIONAL)


class Wording:
    """The labels of one drawing: each role has one wording in it, wherever it stands."""

    def __init__(
        self, draw: random.Random, words: str, script: str, bilingual: str, given: dict[str, str] | None = None
    ) -> None:
        self._draw, self._words, self._script, self._bilingual = draw, words, script, bilingual
        self._chosen = dict(given or {})
        self.held_out: dict[str, str] = {}

    def label(self, role: str) -> str:
        """The label of a role, without unit."""
        if role not in self._chosen:
            self._chosen[role] = self._choose(role)
        return self._chosen[role]

    def _choose(self, role: str) -> str:
        entry = synonyms()[role]
        if self._words == "plain":
            return plain(role)
        if self._words == "listed" or self._draw.random() >= 1 / 3:
            return self._draw.choice(entry["listed"])
        self.held_out[role] = self._draw.choice(entry["held_out"])
        return self.held_out[role]

    def script(self, text: str) -> str:
        """A label or a title in the script of the drawing."""
        return traditional(text) if self._script == "traditional" else text

    def say(self, role: str, behind: str = "") -> str:
        """The label as it is printed: in its script, with what stands behind it, with English beside."""
        printed = self.script(self.label(role) + behind)
        if self._bilingual == "no" or role not in ENGLISH:
            return printed
        return f"{printed}{' ' if self._bilingual == 'beside' else chr(10)}{ENGLISH[role]}"
