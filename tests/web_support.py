"""Visitors of the window: they come in, drop files, wait, read, write and take away, as the pages' scripts do."""

import contextlib
import time
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from perfscore.web.app import application
from perfscore.web.desk import Options
from perfscore.web.gate import Address, Gate
from perfscore.web.limits import Limits
from perfscore.web.server import Served, window

URL = "http://127.0.0.1:8765"
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
FORM = SAMPLES / "hengyang-2023" / "自评表.xlsx"
WHOLE = SAMPLES / "hengyang-2023" / "整体自评表.xlsx"
#: A form of a few lines: what it takes to audit it is the program, not the form.
SMALL = (
    "项目支出绩效自评表\n（2023年度）\n项目名称\t道路养护\n实施单位\t青山县交通局\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t养护里程\t≥100公里\t120公里\t50\t50\n"
    "产出指标\t质量指标\t合格率\t≥95%\t96%\t40\t{score}\n"
)


def small(score=40):
    """The bytes of a small form; its second row gets so many of 40 points."""
    return SMALL.format(score=score).encode()


@contextlib.contextmanager
def opened(folder, *, password=None, limits=None, jobs=1, url=URL, remarks=None, usual=None, warm=False):
    """A window whose private folder and remarks lie in a folder; gives the window and its application."""
    gate = Gate(Address(url), password)
    kept = Path(remarks) if remarks is not None else Path(folder, "kept", "remarks.sqlite")
    desk = Path(folder, "desk")
    desk.mkdir(exist_ok=True)
    served = Served(jobs=jobs, remarks=str(kept), usual=usual or Options(), limits=limits or Limits())
    made = window(served, gate, desk, warm=warm)
    with TestClient(application(made), base_url=url, headers={"origin": url}) as client:
        yield made, client


class Visitor:
    """One browser: its own cookies."""

    def __init__(self, made, client, url=URL):
        self.window = made
        # A client of its own would begin and end the program: the transport is shared, the cookies are not.
        self.client = TestClient(client.app, base_url=url, headers={"origin": url})
        self.client.portal = client.portal

    def enter(self, password=None):
        if password is None:
            self.client.get("/enter", params={"token": self.window.gate.token})
        else:
            self.client.post("/login", content=f"password={quote(password)}")
        return self

    def new(self, **options):
        return self.client.post("/d", json=options).json()["key"]

    def put(self, key, name, data, part="files"):
        return self.client.put(f"/d/{key}/{part}/{quote(name)}", content=data)

    def drop(self, files, **options):
        """Drop files, by their names, and have them audited; gives the key of the dossier."""
        key = self.new(**options)
        for name, data in files.items():
            assert self.put(key, name, data).status_code == 200, name
        assert self.client.post(f"/d/{key}/audit").status_code == 200
        return key

    def wait(self, key, seconds=60):
        """Wait for an audit; gives its state."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            told = self.client.get(f"/d/{key}/state").json()
            if told["state"] not in ("waiting", "running"):
                return told
            time.sleep(0.05)
        raise AssertionError(told)

    def audited(self, files, **options):
        key = self.drop(files, **options)
        assert self.wait(key)["state"] == "done"
        return key

    def report(self, key):
        return self.client.get(f"/d/{key}", headers={"accept": "text/html"})

    def remarks(self, key):
        return self.client.get(f"/d/{key}/remarks").json()["remarks"]

    def write(self, key, number, version=0, **remark):
        told = {"verdict": "", "reason": "", "person": "", **remark, "version": version}
        return self.client.put(f"/d/{key}/remarks/{number}", json=told)

    def take(self, key, kind):
        return self.client.get(f"/d/{key}/take/{kind}")
