"""The window for tests of its rooms: a client that has come in, and a server for a browser."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import uvicorn
from starlette.testclient import TestClient

from perfscore.web.app import application
from perfscore.web.gate import Address, Gate
from perfscore.web.server import Served, window

URL = "http://127.0.0.1:8765"


def made(folder, url=URL, password=None, **options):
    """A window whose files lie in a folder."""
    served = Served(remarks=str(folder / "kept" / "remarks.sqlite"), jobs=1, **options)
    (folder / "kept").mkdir(exist_ok=True)
    return window(served, Gate(Address(url), password), folder, warm=False)


@contextlib.contextmanager
def visiting(folder, **options):
    """A browser that has come in by the address of the start."""
    here = made(folder, **options)
    with TestClient(application(here), base_url=URL, headers={"origin": URL}, follow_redirects=False) as client:
        client.get("/enter", params={"token": here.gate.token})
        client.here = here
        yield client


def page(client, path, **params):
    """What a person gets to read."""
    return client.get(path, params=params, headers={"accept": "text/html"})


@contextlib.contextmanager
def serving(folder):
    """The window at a port of this machine: its address, and the way in."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    here = made(folder, url)
    server = uvicorn.Server(uvicorn.Config(application(here), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield url, f"{url}/enter?token={here.gate.token}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
