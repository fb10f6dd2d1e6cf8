"""docs/perfscore.ipynb runs from top to bottom, and shows what its cells print.

The notebook is run in a copy of docs/ and of the samples that it reads, in a Python of its own. What is stored is what
Jupyter would store, less what differs from one machine or day to the next. `pytest tests/meta/test_notebook.py
--update-golden` stores the outputs anew.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import perfscore

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "docs" / "perfscore.ipynb"
READS = ("hengyang-2023", "hengyang-target")
OTHERS = {"decimal", "openpyxl", "pandas", "pathlib", "tempfile"}
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
#: The head of a report: its version, then the day of the run.
RUN_ON = re.compile(r"(perfscore \d+\.\d+\.\d+) +\d{4}-\d\d-\d\d")
PLACE = re.compile(r"(?<![\w./<])/(?:\w[\w.-]*/)+|\b[A-Za-z]:\\|file://|\\\\\w")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def read():
    return nbformat.read(NOTEBOOK, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run(notebook, folder):
    """A copy of the notebook with the outputs of this run; a cell that fails raises."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COV_", "IPY", "PYTHONWARN"))
    }
    settings = {
        name: str(folder / "settings") for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
    }
    # The kernel works elsewhere: it takes the package that these tests take.
    package = {"PYTHONPATH": str(Path(perfscore.__file__).parents[1])}
    docs = folder / "docs"
    docs.mkdir()
    made = deepcopy(notebook)
    client = NotebookClient(
        made,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(docs)}},
    )
    client.execute(env={**kept, **settings, **package})
    return made


def tidy(notebook):
    """The notebook as it is stored: without what the machine, the day or the program that saved it has added."""
    made = deepcopy(notebook)
    made.metadata = nbformat.from_dict(KERNEL)
    for cell in made.cells:
        cell.metadata = nbformat.from_dict({})
    for cell in code(made):
        outputs = []
        for output in cell.outputs:
            before = outputs[-1] if outputs else None
            if before and output.output_type == before.output_type == "stream" and output.name == before.name:
                # How a text is cut into pieces is a matter of time.
                before.text += output.text
            else:
                outputs.append(output)
        for output in outputs:
            if "data" in output and "text/html" in output.data:
                # The same thing a second time, for programs that show nothing but text.
                output.data.pop("text/plain", None)
            if "text" in output:
                output.text = _undated(output.text)
            if "data" in output:
                output.data.update({kind: _undated(text) for kind, text in output.data.items()})
        cell.outputs = outputs
    return made


def _undated(text):
    return RUN_ON.sub(r"\1", text)


def shown(notebook):
    """What each cell of code shows, by its id."""
    return {cell.id: [cell.execution_count, *cell.outputs] for cell in code(notebook)}


def written(notebook):
    return nbformat.writes(notebook) + "\n"


def test_it_runs_and_shows_what_is_stored(tmp_path, update_golden):
    for name in READS:
        shutil.copytree(ROOT / "samples" / name, tmp_path / "samples" / name)
    made = tidy(run(read(), tmp_path))
    if update_golden and written(made) != NOTEBOOK.read_text(encoding="utf-8"):
        NOTEBOOK.write_text(written(made), encoding="utf-8")
    before, now = shown(read()), shown(made)
    stale = [name for name in now if before[name] != now[name]]
    assert {name: before[name] for name in stale} == {name: now[name] for name in stale}, (
        "refresh it with pytest --update-golden"
    )


def test_a_cell_that_fails_or_prints_something_else_is_seen(tmp_path):
    """The guard of the test above, on two notebooks of one cell."""
    cell = nbformat.v4.new_code_cell("print(1 + 1)", id="sum")
    made = tidy(run(nbformat.v4.new_notebook(cells=[cell]), tmp_path))
    assert [output.text for output in code(made)[0].outputs] == ["2\n"]
    stale = deepcopy(made)
    code(stale)[0].outputs[0].text = "3\n"
    assert shown(stale) != shown(made)
    code(made)[0].source = "1 / 0"
    (tmp_path / "again").mkdir()
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run(made, tmp_path / "again")


def test_it_is_stored_tidily():
    notebook = read()
    nbformat.validate(notebook)
    assert NOTEBOOK.read_text(encoding="utf-8") == written(tidy(notebook)), (
        "refresh it with pytest --update-golden"
    )
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))


def test_it_tells_nothing_of_the_machine_that_ran_it():
    """No place outside the repository, no address of an object, no warning on the error stream."""
    notebook = read()
    texts = [cell.source for cell in notebook.cells]
    for output in (output for cell in code(notebook) for output in cell.outputs):
        assert output.get("name") != "stderr"
        texts += [output.get("text", ""), *output.get("data", {}).values()]
    assert [found[0] for text in texts for found in PLACE.finditer(text)] == []
    assert [text for text in texts if re.search(r"\bat 0x[0-9a-f]+", text)] == []


@pytest.mark.parametrize("place", ["/tmp/x/表.xlsx", "'/home/x/'", "C:\\表", "file:///x", "\\\\共享\\表"])  # noqa: S108
def test_the_guard_sees_places(place):
    assert PLACE.search(place)


@pytest.mark.parametrize(
    "text", ["../samples/a/b", "公斤/人/月", "≥48公斤/月/人", "</td></tr>", "https://a.org/b/c"]
)
def test_the_guard_lets_other_strokes_pass(text):
    assert not PLACE.search(text)


def test_it_uses_the_public_names_alone():
    tree = ast.parse("\n".join(cell.source for cell in code(read())))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)
    assert imported == OTHERS | {"perfscore"}
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    used = {node.attr for node in attributes if ast.unparse(node.value) == "ps"}
    assert used <= set(perfscore.__all__)
    assert {"audit", "render", "parse_value", "parse_rule", "score_frame"} <= used
    assert [node.attr for node in attributes if node.attr.startswith("_")] == []


def test_its_links_lead_somewhere():
    texts = [cell.source for cell in read().cells if cell.cell_type == "markdown"]
    links = [link for text in texts for link in LINK.findall(text)]
    assert links
    assert [link for link in links if not (NOTEBOOK.parent / link).exists()] == []
