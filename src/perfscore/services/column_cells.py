"""Columns of a frame as distinct texts: what somebody would have typed into the cells."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perfscore.core.numbers import plain
from perfscore.core.records import frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

#: Whole numbers of this size are exact in a binary fraction.
_EXACT = 2**53


@frozen
class Column:
    """The place of each row's text among the distinct texts, the first of which is the empty one."""

    codes: Codes
    texts: list[str]


def column_of(values: Any) -> Column:
    """Read a pandas column, or any sequence; what is missing is an empty text, and blanks around a text do not count."""
    import numpy as np
    import pandas as pd

    series = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    held: Any = series
    if isinstance(series.dtype, pd.CategoricalDtype):
        held = series.astype(object)
    if held.dtype == object and pd.api.types.infer_dtype(held, skipna=True) != "string":
        # 1, 1.0 and True are one key to pandas, and three texts to us.
        held = pd.Series([None if _missing(one) else text_of(one) for one in held], dtype=object)
    codes, distinct = pd.factorize(held.to_numpy(dtype=object) if held.dtype == object else held)
    return _merged(codes, [text_of(one) for one in np.asarray(distinct, dtype=object).tolist()])


def _merged(codes: Any, texts: list[str]) -> Column:
    """Columns of texts that are equal but for blanks around them; what is missing is empty."""
    import numpy as np

    places: dict[str, int] = {"": 0}
    moved = np.empty(len(texts) + 1, dtype=np.int32)
    moved[-1] = 0  # the code of a missing cell is -1
    for n, text in enumerate(texts):
        moved[n] = places.setdefault(text.strip(), len(places))
    return Column(moved[codes], list(places))


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def text_of(value: Any) -> str:
    """A cell as it would have been typed: 95 for 95.0, 是 for True, 2023年12月31日 for a day.

    >>> text_of(95.0), text_of(0.1), text_of(True), text_of(Decimal("1E+2")), text_of(1e-7)
    ('95', '0.1', '是', '100', '0.0000001')
    """
    if isinstance(value, str):
        return value
    kind = getattr(value, "item", None)
    if kind is not None and not isinstance(value, date):
        value = kind()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else plain(Decimal(repr(value)))
    if isinstance(value, Decimal):
        return plain(value) if value.is_finite() else str(value)
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)


def empty(rows: int) -> Column:
    """A column that is not there."""
    import numpy as np

    return Column(np.zeros(rows, dtype=np.int32), [""])


def joined(columns: Iterable[Column]) -> tuple[Codes, list[tuple[str, ...]]]:
    """The distinct combinations of texts of several columns, and the place of each row's among them."""
    import numpy as np
    import pandas as pd

    several = list(columns)
    codes = several[0].codes.astype(np.int64)
    for column in several[1:]:
        if len(column.texts) > 1:
            codes, _ = pd.factorize(codes * len(column.texts) + column.codes)
            codes = codes.astype(np.int64)
    codes, first = _first(codes)
    texts = [tuple(column.texts[column.codes[row]] for column in several) for row in first.tolist()]
    return codes.astype(np.int32), texts


def _first(codes: Any) -> tuple[Any, Any]:
    """Codes without gaps, and the first row of each."""
    import numpy as np
    import pandas as pd

    codes, distinct = pd.factorize(codes)
    first = np.empty(len(distinct), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return codes, first
