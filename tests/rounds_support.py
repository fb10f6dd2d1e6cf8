"""Forms of two rounds, written as texts, and what becomes of them."""

from perfscore.audit import audit
from perfscore.services.rounds.comparing import Rounds
from perfscore.services.rounds.sources import Held, opened

ROWS = (
    ("产出指标", "数量指标", "监测点位数", "≥20个", "21个", "25", "26"),
    ("", "质量指标", "数据有效率", "≥90%", "85%", "25", "25"),
    ("效益指标", "社会效益指标", "公众满意度", "≥90%", "92%", "40", "40"),
)
#: What of the findings the tests are about; both are about one row.
OWN = ("PS304", "PS306")


def form_text(rows=ROWS, *, project="湿地监测", unit="某局", year="2023", title="项目支出绩效自评表"):
    """A self-assessment in lines."""
    head = [
        (f"{title}（{year}年度）" if year else title,),
        ("项目名称", project, "主管部门", unit),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ]
    return "\n".join("\t".join(row) for row in [*head, *rows])


def written(path, *args, **kwargs):
    """A form as a text file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(form_text(*args, **kwargs), encoding="utf-8")
    return path


def compared(old, new, *, select=OWN, masked=False, **options):
    """Two rounds of paths."""

    def run(paths):
        return [audit(paths, select=select, config=False, **options)]

    return Rounds(opened(old, run), opened(new, run), masked=masked)


def of_reports(old, new):
    """Two rounds of reports in memory."""
    return Rounds(Held("旧", [old]), Held("新", [new]))


def standings(rounds):
    """Each finding as (what became of it, code, what it is about)."""
    return [(one.standing, one.seen.code) for form in rounds.forms() for one in form.findings]


def changes(rounds):
    """Each change as (what it is, row, field, old, new)."""
    return [(row.change, row.name, row.field, row.old, row.new) for form in rounds.forms() for row in form.rows]
