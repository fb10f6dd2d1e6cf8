"""Hiding telephone numbers and the names of persons in everything that a report says.

The masked text is as long as the text, so that places inside it stay right.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar

from perfscore.outcome import AuditReport

T = TypeVar("T")

#: Eleven digits before 元 or 万 are an amount.
_MOBILE = re.compile(r"(?<!\d)(?<!\d\.)1[3-9]\d(?:[- ]?\d{4}){2}(?!\d|\.\d|\s*[元万亿])")
_LANDLINE = re.compile(r"(?<!\d)(?<!\d\.)(?:[（(]0\d{2,3}[)）]\s?|0\d{2,3}[-－—– ]?)\d{7,8}(?!\d|\.\d)")
#: A number without area code is a telephone only after a word that says so.
_LABELLED = re.compile(r"((?:电话|手机|座机|传真|联系方式)(?:号码)?[\s:：]*)(\d[\d\- －—]{5,}\d)")
_ROLES = "负责人|经办人|联系人|填报人|填表人|审核人|复核人|制表人"
#: A word in place of a name that says there is none.
_NO_NAME = "未填|空白|缺失|签字|签章|签名|盖章|电话|单位|日期|时间|手机|联系"
_HAN = rf"(?!{_ROLES}|{_NO_NAME})[\u4e00-\u9fff]"
_NAME = re.compile(
    rf"((?:{_ROLES})(?:[（(][^（()）]{{0,6}}[)）])?(?:签字|签章|签名|姓名)?[ 　]*[:：\t]\s*)"
    # 王 五 is written with a blank, 买买提·艾力 with a point.
    rf"({_HAN}[ 　]+{_HAN}(?![\u4e00-\u9fff])|(?:{_HAN}){{2,4}}(?:[·•](?:{_HAN}){{1,6}})*)"
)

#: Fields that are addresses or identities, not words.
_KEPT = frozenset({"file", "sheet", "cell", "sha256", "fingerprint", "code", "name", "kind", "basis", "status"})


#: Fields that hold nothing but a person's name.
_NAMES = frozenset({"person"})


def mask_text(text: str) -> str:
    """Hide the telephone numbers of a text, and the names that stand behind labels such as 负责人：.

    >>> mask_text("联系人：王小明 电话：0734-8888888")
    '联系人：*** 电话：************'
    """
    text = _NAME.sub(lambda found: found[1] + "*" * len(found[2]), text)
    text = _LABELLED.sub(lambda found: found[1] + "*" * len(found[2]), text)
    for pattern in (_MOBILE, _LANDLINE):
        text = pattern.sub(lambda found: "*" * len(found[0]), text)
    return text


def mask(report: AuditReport) -> AuditReport:
    """Return the report with every text masked; addresses, codes and fingerprints stay.

    The forms themselves are left out of the masked report: nothing that is rendered needs them.
    """
    forms = tuple(dataclasses.replace(record, form=None) for record in report.forms)
    return _masked(dataclasses.replace(report, forms=forms))


def _masked(value: T) -> T:
    """Rebuild frozen records with masked texts; what holds no text is returned as it is."""
    result: Any = value
    if isinstance(value, str):
        result = mask_text(value)
    elif isinstance(value, tuple):
        result = tuple(_masked(item) for item in value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: "*" * len(getattr(value, field.name))
            if field.name in _NAMES
            else _masked(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.init and field.name not in _KEPT
        }
        result = dataclasses.replace(value, **changes)
    return result  # type: ignore[no-any-return]
