"""What is declared is used: a dependency that nothing imports only costs its users."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMPORTED_AS = {"python_docx": "docx"}


def test_every_dependency_is_imported():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w-]+", text)[0].replace("-", "_") for text in declared}
    names = {IMPORTED_AS.get(name, name) for name in names}
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", source, re.MULTILINE))
    assert names <= imported
