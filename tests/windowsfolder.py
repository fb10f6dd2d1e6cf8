"""What the tests of the folder for Windows share: its modules, a stand-in for Python, wheels made on the spot."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import zipfile
from pathlib import Path

from winfolder import assemble, stub
from winfolder.target import Target

HOME = Path(__file__).resolve().parents[1] / "packaging" / "windows"
PYTHON = Target(13, 9)
EVERYWHERE = "py3-none-any"
ON_WINDOWS = "cp313-cp313-win_amd64"
DATA = {
    "perfscore/__init__.py": "",
    "perfscore/forms/definitions/form.toml": "",
    "perfscore/scoring_rules/rules.toml": "",
    "perfscore/report/html/assets/page.html": "",
    "perfscore/report/html/assets/page.css": "",
    "perfscore/report/html/assets/page.js": "",
}


def start():
    """The module that a double click runs; it stands alone in the folder."""
    spec = importlib.util.spec_from_file_location("windows_start", HOME / "files" / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(folder, name, version="1.0", *, requires=(), extras=(), tag=EVERYWHERE, files=None, license_text="free"):
    """A wheel, with the sums of its files as wheels have them."""
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", "License-Expression: MIT"]
    lines += [f"Provides-Extra: {extra}" for extra in extras] + [f"Requires-Dist: {text}" for text in requires]
    held = {f"{name}/__init__.py": ""} if files is None else files
    texts = {
        **held,
        f"{info}/METADATA": "\n".join([*lines, "", ""]),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    if license_text:
        texts[f"{info}/licenses/LICENSE"] = license_text
    contents = {path: text if isinstance(text, bytes) else text.encode() for path, text in texts.items()}
    record = "".join(f"{path},{_sum(data)},{len(data)}\n" for path, data in contents.items())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name_in, data in {**contents, f"{info}/RECORD": f"{record}{info}/RECORD,,\n".encode()}.items():
            archive.writestr(name_in, data)
    return path


def project(folder, *, requires=(), files=None, extras=("web", "template")):
    """A wheel of the project itself."""
    return wheel(
        folder, "perfscore", "0.1.0", requires=requires, extras=extras, files=DATA if files is None else files
    )


def made(folder, wheels, called="perfscore-0.1.0-windows"):
    """The folder, of these wheels."""
    python = folder / f"python-{PYTHON.full_version}-embed-amd64.zip"
    stub.write(python, PYTHON)
    assemble.assemble(folder / called, python, wheels, PYTHON)
    return folder / called


def _sum(data):
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
