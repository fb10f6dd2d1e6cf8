"""`perfscore score TABLE`: a table of many rows, one thing to be scored in each, scored by column."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfscore.cli import streams
from perfscore.core import saving
from perfscore.core.errors import ReadingError, UsageError

if TYPE_CHECKING:
    from perfscore.services.column_rows import Role
    from perfscore.services.columns import Language
    from perfscore.services.table_run import Shown, Summary
    from perfscore.services.tables import Source

_FORMATS = ("concise", "csv", "xlsx")


def scored(
    files: Sequence[str],
    formats: Sequence[str] | None,
    *,
    table: bool,
    columns: Sequence[str] | None,
    ruleset: str | None,
    force: bool,
    mask: bool,
    lang: Language,
) -> int | None:
    """Score a table by column; None where the files are forms.

    Args:
        files: what was given.
        formats: the values of `--format`.
        table: whether the file is a table whatever it looks like.
        columns: the values of `--column`.

    Raises:
        UsageError: a column is missing, or a format is none of a table.
    """
    forced = table or bool(columns)
    if len(files) != 1:
        if forced:
            raise UsageError(
                f"按列计分一次一个文件，现在有 {len(files)} 个；请逐个给出（one table at a time, there are {len(files)}）"
            )
        return None
    source = _source(files[0], forced=forced)
    if source is None:
        return None
    if mask:
        raise UsageError(
            "按列计分不隐去人名等内容，请去掉 --mask（a table is written as it is: --mask has no meaning）"
        )
    named = _named(columns or ())
    screen, outputs = _outputs(formats, files[0], ruleset, force=force)
    from perfscore.services.table_run import run

    with contextlib.ExitStack() as stack:
        receivers = [stack.enter_context(_receiver(name, path, lang)) for name, path in outputs]
        summary = run(source, named, receivers, ruleset=ruleset, lang=lang)
    for _, path in outputs:
        if path is not None:
            streams.note(f"已写入（written）：{path}")
    if screen:
        streams.out(_told(source, summary, lang))
    if summary.unread:
        names = "、".join(summary.unread)
        streams.note(f"没有按列计分的工作表（列名不合）（sheets with other headings, not scored）：{names}")
    return 0


def hint(files: Sequence[str]) -> str:
    """What to say where no form was found in the only file, which has a table under other headings; else nothing."""
    from perfscore.services.columns import CALLED, NEEDED
    from perfscore.services.tables import Source

    try:
        heads = Source(files[0]).heads if len(files) == 1 else ()
    except ReadingError:
        return ""
    headings = max(([text for text in head.headings if text] for head in heads), key=len, default=[])
    if len(headings) <= len(NEEDED):
        return ""
    wanted = "、".join(CALLED[role][0] for role in NEEDED)
    return (
        f"如果这是一行一项指标的明细表，请加 --table，列名不同的用 --column 指明（例如 --column 评分标准=口径）；"
        f"要有 {wanted}，表中的列：{'、'.join(headings)}"
        "（for a table with a row for each indicator add --table, and name its columns by --column）"
    )


def _source(file: str, *, forced: bool) -> Source | None:
    """The table of a file, None where it is a form, or cannot be read as a table: then the audit says what it is."""
    from perfscore.services.table_run import looks_like_table
    from perfscore.services.tables import Source

    if forced:
        return Source(file)
    try:
        source = Source(file)
        return source if looks_like_table(source) else None
    except ReadingError:
        return None


def _named(columns: Iterable[str]) -> dict[Role, str]:
    """The columns that `--column` names."""
    from perfscore.services.columns import CALLED
    from perfscore.services.table_run import role_called

    named: dict[Role, str] = {}
    for text in columns:
        role_name, sign, heading = text.partition("=")
        if not (sign and role_name and heading):
            raise UsageError(
                f"--column 要写成 名称=表中的列名，例如 --column 评分标准=口径；现在是“{text}”（write NAME=HEADING）"
            )
        role = role_called(role_name)
        if role is None:
            known = "、".join(f"{zh}（{en}）" for zh, en in CALLED.values())
            raise UsageError(f"--column 没有“{role_name}”这一项；可用的有 {known}（no such column）")
        named[role] = heading
    return named


def _outputs(
    formats: Sequence[str] | None, file: str, ruleset: str | None, *, force: bool
) -> tuple[bool, list[tuple[str, str | None]]]:
    """Whether the summary is shown, and the files, claimed before any work is done."""
    from perfscore.rulesets import files as rule_files

    wanted: list[tuple[str, str | None]] = []
    screen = not formats
    for text in formats or ():
        name, sign, path = text.partition("=")
        if name not in _FORMATS and name != "full":
            raise UsageError(
                f"按列计分的结果没有“{name}”格式；可用的有 {'、'.join(_FORMATS)}（a table has {', '.join(_FORMATS)}）"
            )
        if (sign and not path) or (name == "xlsx" and not path):
            raise UsageError(f"--format {text}：缺少文件名，写成 {name}=文件名（a path is missing）")
        if name in ("concise", "full"):
            if path:
                raise UsageError("简要结果只在屏幕上显示；要存成文件请用 csv=文件 或 xlsx=文件（screen only）")
            screen = True
        else:
            wanted.append((name, path or None))
    paths = [path for _, path in wanted if path is not None]
    if len({saving.spelling(path) for path in paths}) < len(paths) or len(wanted) - len(paths) + screen > 1:
        raise UsageError("两份结果写到同一处，后一份会盖掉前一份（two results for one place）")
    for path in paths:
        saving.claim(path, sources=[file, *rule_files(ruleset)], force=force, ours=_is_ours)
    return screen, wanted


def _is_ours(path: Path) -> bool:
    """Whether a file is a result of ours, which is replaced without being asked."""
    from perfscore.report import is_report
    from perfscore.services.columns import ADDED

    with path.open("rb") as stream:
        head = stream.readline(1 << 16).decode("utf-8-sig", "replace")
    return is_report(path) or any(all(name in head for name in names[:3]) for names in ADDED.values())


@contextlib.contextmanager
def _receiver(name: str, path: str | None, lang: Language) -> Any:
    """A function that takes the scored parts and writes them."""
    from perfscore.services.tables import CsvWriter, WorkbookWriter, csv_text

    del lang
    if path is None:
        first = True

        def to_screen(part: Any, _: Mapping[Role, int]) -> None:
            nonlocal first
            text = csv_text(part, header=first)
            streams.out_bytes(text.encode("utf-8-sig" if first else "utf-8"), "utf-8-sig" if first else "utf-8")
            first = False

        yield to_screen
        return
    with saving.saving(path) as stream:
        writer: CsvWriter | WorkbookWriter | None = CsvWriter(stream) if name == "csv" else None

        def to_file(part: Any, places: Mapping[Role, int]) -> None:
            nonlocal writer
            if writer is None:
                numeric = frozenset(place for role, place in places.items() if role in ("points", "score"))
                writer = WorkbookWriter(stream, numeric)
            writer.write(part)

        yield to_file
        if writer is None:
            writer = WorkbookWriter(stream, frozenset())
        writer.close()


# -- on the screen -----------------------------------------------------------------------------------------


def _told(source: Source, summary: Summary, lang: Language) -> str:
    from perfscore import __version__
    from perfscore.report import Style
    from perfscore.report.layout import one_line
    from perfscore.report.words import status_words
    from perfscore.services.columns import AGREEMENT_WORDS
    from perfscore.services.table_run import SHARES

    style = Style(table="scores", lang=lang, colour=streams.wants_colour(), width=streams.width())
    counted, say = summary.counts, style.say
    rows, done = counted["rows"], counted["status"].get("recomputed", 0)
    comma = say("，", ", ")
    parts = [say(f"{rows} 行", f"{rows} rows"), say(f"重算 {done} 行", f"{done} recomputed")]
    parts += [
        say(f"{number} 行{status_words(status, style)}", f"{number} {status_words(status, style)}")
        for status, number in counted["status"].items()
        if status != "recomputed"
    ]
    lines = [style.paint(comma.join(parts), "bold")]
    rules, checked = counted["rules"], counted["checked"]
    lines.append(
        style.paint(
            f"perfscore {__version__}  {say('规则集', 'rule set')} {counted['ruleset']}  "
            + say(
                f"不同的评分标准 {rules} 条，抽查 {checked} 行逐行复算，全部一致",
                f"{rules} distinct rules, {checked} rows scored again one by one: all agree",
            ),
            "dim",
        )
    )
    if summary.recorded:
        told = [f"{AGREEMENT_WORDS[name][lang == 'en']} {number}" for name, number in counted["agreement"].items()]
        lines.append(
            say("填报得分：", "recorded scores: ") + (comma.join(told) or say("没有可比的", "none to compare"))
        )
    bands = [f"{least}%–{most}%" for most, least in pairwise(SHARES[:-1])]
    words = (say("满分", "full marks"), *bands, say("60% 以下", "below 60%"))
    lines.append(
        say("得分占分值：", "scores as a share of the points: ")
        + comma.join(f"{word} {number}" for word, number in zip(words, summary.shares, strict=True))
    )
    lines += ["", style.paint(f"━━ {one_line(source.file)}", "bold")]
    if summary.sheets:
        lines.append(say("工作表：", "sheets: ") + say("、", ", ").join(map(one_line, summary.sheets)))
    lines += _rows(summary.first, summary, style)
    if summary.problems:
        lines += ["", say("没有得分或与填报不符的（前几行）：", "without a score, or differing (the first):")]
        lines += _rows(summary.problems, summary, style)
    return "\n".join(lines) + "\n"


def _rows(shown: Iterable[Shown], summary: Summary, style: Any) -> list[str]:
    from perfscore.report.layout import Align, columns, one_line

    say: Callable[[str, str], str] = style.say
    head = [
        say("工作表", "sheet"),
        say("行", "row"),
        say("指标", "indicator"),
        say("完成值", "actual"),
        say("分值", "points"),
    ]
    head += (
        [say("得分", "score"), say("重算", "recomputed"), ""]
        if summary.recorded
        else [say("重算", "recomputed"), ""]
    )
    table = [head]
    for row in shown:
        what = row.reason or row.status
        cells = [row.sheet, str(row.number), row.indicator, row.actual, row.points]
        cells += [row.recorded, row.score, what] if summary.recorded else [row.score, row.reason]
        table.append([one_line(cell) for cell in cells])
    right = {"分值", "points", "得分", "score", "重算", "recomputed", "行", "row"}
    keep = [n for n, _ in enumerate(head) if n == 1 or any(row[n] for row in table[1:])]
    table = [[row[n] for n in keep] for row in table]
    aligns: list[Align] = ["right" if name in right else "left" for name in table[0]]
    caps = [None if align == "right" else 36 for align in aligns]
    title, *bodies = columns(table, caps, aligns, limit=style.width)
    return [*(style.paint(line, "dim") for line in title), *(line for body in bodies for line in body)]
