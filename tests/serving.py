"""The program of the window as a user starts it: a process, its address, its end."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

SRC = Path(__file__).resolve().parents[1] / "src"


class Program:
    """`perfscore serve` in a process of its own; its private folder and its remarks lie below `folder`."""

    def __init__(self, folder, *words, browser="--no-browser", env=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "tmp").mkdir(exist_ok=True)
        self.words = [sys.executable, "-m", "perfscore", "serve", *words, browser]
        self.words += [] if "--jobs" in words else ["--jobs", "1"]
        self.words += ["--remarks", str(self.folder / "remarks.sqlite")]
        # As where it is installed, whatever the tests have in their environment.
        self.env = {**os.environ, "PYTHONPATH": str(SRC), "TMPDIR": str(self.folder / "tmp"), **(env or {})}
        self.lines = []

    def __enter__(self):
        self.process = subprocess.Popen(
            self.words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.env, text=True, encoding="utf-8"
        )
        told = threading.Event()

        def listen():
            for line in self.process.stdout:
                self.lines.append(line.rstrip())
                if "Ctrl-C" in line:
                    told.set()
            told.set()

        self.listener = threading.Thread(target=listen, daemon=True)
        self.listener.start()
        assert told.wait(60), self.lines
        return self

    @property
    def way(self):
        """The address that lets in."""
        ways = [line.partition("：")[2] for line in self.lines if "http" in line]
        assert ways, self.lines
        return ways[0]

    @property
    def url(self):
        """The address alone."""
        return "/".join(self.way.split("/")[:3])

    def desks(self):
        """The private folders that are there."""
        return list((self.folder / "tmp").glob("perfscore-desk-*"))

    def stop(self, how=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(20)

    def __exit__(self, *_):
        self.stop(signal.SIGTERM)
        self.listener.join(10)
        self.process.stdout.close()
