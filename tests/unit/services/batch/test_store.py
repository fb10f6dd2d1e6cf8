import hashlib
import json
import tracemalloc

import pytest

from perfscore.auditor import Asked
from perfscore.services.batch.plan import Listed, Looked
from perfscore.services.batch.store import Store
from perfscore.services.batch.work import Done, Piece, Wanted

RUN = {"version": "1", "rulesets": [], "paths": [], "options": {}}
LINE = b"x" * 100_000 + b"\n"


@pytest.fixture
def store(tmp_path):
    with Store.opened(str(tmp_path / "结果"), RUN, force=False) as opened:
        yield opened


def test_dossiers_go_to_the_disk_one_at_a_time(store):
    """A part is tens of megabytes; what is held is one line."""
    tracemalloc.start()
    number = store.finish([], (LINE[:-1] + b"\n" for _ in range(250)), {})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert number == 250
    assert most < 10 * len(LINE)
    manifest = json.loads((store.folder / "manifest.json").read_text(encoding="utf-8"))
    assert [part["dossiers"] for part in manifest["parts"]] == [200, 50]
    for told in (*manifest["parts"], manifest["inputs"]):
        assert hashlib.sha256((store.folder / told["file"]).read_bytes()).hexdigest() == told["sha256"]


def test_a_run_without_dossiers_has_no_parts(store):
    assert store.finish([], [], {}) == 0
    assert not list((store.folder / "parts").iterdir())


def test_what_is_kept_shares_what_the_list_has(store):
    listed = tuple(Listed(f"/县/甲局/{place}.xlsx", 1_000 + place, 10**18 + place) for place in range(2))
    files = tuple(
        Looked(one.file, one.size, one.modified, "0" * 64, "xlsx", "read", forms=1, own=("甲局",))
        for one in listed
    )
    piece = Piece(Wanted(Asked()), listed)
    part, seen = store.keep(piece, Done(files, ((0, 1),), (b"{}\n",)))
    assert seen == files
    assert part.line(0) == b"{}\n"
    for one, own in zip(seen, listed, strict=True):
        assert one.file is own.file
        assert one.modified is own.modified
    assert seen[0].kind is seen[1].kind
    assert seen[0].own[0] is seen[1].own[0]


def test_a_piece_of_other_files_is_done_again(store):
    listed = (Listed("/县/甲.xlsx", 1, 1),)
    piece = Piece(Wanted(Asked()), listed)
    part, _ = store.keep(piece, Done((Looked("/县/甲.xlsx", 1, 1, None, None, "refused"),), (), ()))
    part.path.write_bytes(part.path.read_bytes().replace("甲".encode(), "乙".encode()))
    assert store.kept(piece) is None
