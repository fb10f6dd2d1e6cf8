"""`perfscore compare` and `annotate --compare` on the command line."""

import json
import shutil

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.cli import main
from rounds_support import ROWS, written
from workbooks_support import SAMPLE


@pytest.fixture
def pair(tmp_path):
    old = written(tmp_path / "旧" / "表.txt")
    new = written(tmp_path / "新" / "表.txt", [(*ROWS[0][:6], "25"), *ROWS[1:]])
    return str(old), str(new)


def run(capsys, *words):
    code = main(["compare", *words])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


def test_the_screen_is_the_default(capsys, pair):
    code, out, _ = run(capsys, *pair, "--select", "PS304", "--select", "PS306")
    assert code == 0
    assert out.startswith("与上次相比：已整改 1 条，仍存在 1 条，新增 0 条；改动 1 处\n")
    assert out.endswith("待整改 1 条：警告 1\n")


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("error", 0), ("warning", 1)])
def test_the_exit_code_is_asked_for(capsys, pair, level, code):
    assert run(capsys, *pair, "--select", "PS306", "--fail-on", level)[0] == code


def test_levels_and_left_out_checks_are_those_of_both_rounds(capsys, pair):
    code, out, _ = run(
        capsys, *pair, "--select", "PS3", "--ignore", "PS304", "--severity", "PS306=error", "--fail-on", "error"
    )
    assert code == 1
    assert "PS304" not in out
    assert "错误 PS306" in out


def test_several_formats_at_once(capsys, pair, tmp_path):
    files = {name: tmp_path / f"比较.{name}" for name in ("json", "csv", "xlsx")}
    wanted = [word for name, path in files.items() for word in ("-f", f"{name}={path}")]
    for _ in range(2):  # our own files are replaced
        code, out, err = run(capsys, *pair, *wanted, "-f", "concise", "--select", "PS3")
        assert code == 0
        assert err.count("已写入") == 3
        assert "改动" in out
    assert json.loads(files["json"].read_text(encoding="utf-8"))["schema"] == "perfscore.rounds/1"
    assert openpyxl.load_workbook(files["xlsx"]).sheetnames[0] == "概况"


def test_json_goes_to_standard_output(capsysbinary, pair):
    assert main(["compare", *pair, "-f", "json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["summary"]["forms"]["both"] == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-f", "markdown"], "比较没有名为“markdown”的格式"),
        (["-f", "xlsx"], "xlsx 不是文本"),
        (["--annotate", "a.xlsx"], None),
    ],
)
def test_wrong_use(capsys, pair, tmp_path, words, told):
    folder = str(tmp_path / "新")
    code, out, err = run(capsys, pair[0], folder, *words)
    assert (code, out) == (2, "")
    assert (told or "--annotate 只能标注一个文件") in err


def test_a_round_that_is_not_there(capsys, pair):
    code, _, err = run(capsys, pair[0], f"{pair[1]}x")
    assert code == 2
    assert "找不到这个文件" in err


def test_an_input_is_never_written_over(capsys, pair):
    code, _, err = run(capsys, *pair, "-f", f"csv={pair[0]}", "--force")
    assert code == 2
    assert "就是原文件" in err


@pytest.mark.parametrize("place", ["旧/表.csv", "结果/parts/0001.jsonl", "结果/manifest.json"])
def test_a_document_inside_a_folder_is_never_written_over(capsys, tmp_path, place):
    written(tmp_path / "旧" / "表.csv")
    written(tmp_path / "新.txt")
    (tmp_path / "结果" / "parts").mkdir(parents=True)
    (tmp_path / "结果" / "manifest.json").write_text("{}", encoding="utf-8")
    report = audit(tmp_path / "旧").to_dict()
    (tmp_path / "结果" / "parts" / "0001.jsonl").write_text(json.dumps(report), encoding="utf-8")
    old, target = tmp_path / place.partition("/")[0], tmp_path / place
    before = target.read_bytes()
    code, _, err = run(capsys, str(old), str(tmp_path / "新.txt"), "-f", f"csv={target}", "--force")
    assert (code, target.read_bytes()) == (2, before)
    assert "就是原文件" in err


def test_the_configuration_is_told_once(capsys, pair, tmp_path):
    (tmp_path / "perfscore.toml").write_text('[checks]\nselect = ["PS306"]', encoding="utf-8")
    _, out, err = run(capsys, *pair)
    assert err.count("采用配置文件") == 1
    assert "PS304" not in out
    assert "PS304" in run(capsys, *pair, "--config", "none")[1]


def test_a_remark_is_carried_over_by_either_command(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLE, "旧.xlsx")
    form = openpyxl.load_workbook(SAMPLE)
    form["强制隔离戒毒生活补贴"]["H23"] = 10
    form.save("新.xlsx")
    code, out, err = run(capsys, "旧.xlsx", "新.xlsx", "--annotate", "新-审核.xlsx", "--select", "PS304")
    assert code == 0
    assert "已写入（written）：新-审核.xlsx" in err
    assert "已整改 1 条" in out
    assert main(["annotate", "新.xlsx", "--compare", "旧.xlsx", "-o", "另-审核.xlsx", "--select", "PS304"]) == 0
    assert "与上次相比：已整改 1 条" in capsys.readouterr().out
    one, other = (openpyxl.load_workbook(name)["审核结果"] for name in ("新-审核.xlsx", "另-审核.xlsx"))
    assert [[cell.value for cell in row] for row in one] == [[cell.value for cell in row] for row in other]


@pytest.fixture
def county(tmp_path):
    """Three units that copied from each other, a copy of a file, and the results of a batch of them."""
    folder = tmp_path / "材料"
    for unit in "甲乙丙":
        written(folder / unit / "自评表.txt", project="湿地监测", unit=f"{unit}局")
    written(folder / "丙" / "副本.txt", project="湿地监测", unit="丙局")
    assert main(["audit", str(folder), "--into", str(tmp_path / "结果"), "--fail-on", "never"]) == 0
    return folder, tmp_path / "结果"


@pytest.mark.parametrize("turned", [False, True])
def test_a_folder_and_the_results_of_its_batch_are_the_same(capsys, county, turned):
    folder, results = county
    capsys.readouterr()
    pair = [str(results), str(folder)]
    assert main(["compare", *(reversed(pair) if turned else pair), "-f", "json"]) == 0
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["mended"], summary["new"], summary["changed"]) == (0, 0, 0)
    assert summary["forms"] == {"both": 3, "added": 0, "removed": 0}


def test_a_report_of_one_dossier_is_laid_beside_one_dossier(capsys, county, tmp_path):
    folder, _ = county
    main(["audit", str(folder), "-f", f"json={tmp_path / '上次.json'}"])
    capsys.readouterr()
    main(["compare", str(tmp_path / "上次.json"), str(folder), "-f", "json"])
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["mended"], summary["new"]) == (0, 0)


def test_results_are_told_by_their_day_and_all_rule_sets(capsys, county):
    folder, results = county
    day = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["date"]
    capsys.readouterr()
    main(["compare", str(results / "manifest.json"), str(folder)])
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("上次"))
    assert f"  {day}  perfscore" in line
    assert "None" not in line


def test_results_that_were_changed_are_not_compared(capsys, county):
    folder, results = county
    (part,) = (results / "parts").iterdir()
    part.write_bytes(part.read_bytes().replace("甲局".encode(), "丁局".encode()))
    capsys.readouterr()
    assert main(["compare", str(results), str(folder)]) == 2
    told = capsys.readouterr().err
    assert str(part) in told
    assert "又被改动过" in told
