import io
import os
import subprocess
import sys

from perfscore.cli import streams


def console(monkeypatch, encoding):
    """Stand in a console of another encoding for standard output; returns its bytes."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    streams.prepare()
    return raw


def test_a_gbk_console_gets_look_alikes(monkeypatch):
    raw = console(monkeypatch, "gbk")
    streams.out("5 × (94.75% − 60%) ≥ ㎡ 😀 ✓\n")
    assert raw.getvalue().decode("gbk") == "5 × (94.75% - 60%) ≥ ㎡ ? √\n"


def test_machine_formats_are_bytes_past_the_console(monkeypatch):
    raw = console(monkeypatch, "gbk")
    streams.out_bytes("−".encode(), "utf-8")
    assert raw.getvalue() == "−".encode()


def test_an_ascii_console_fails_no_more_than_a_gbk_one(monkeypatch):
    raw = console(monkeypatch, "ascii")
    streams.out("得分 − 9\n")
    assert raw.getvalue() == b"?? - 9\n"


def test_a_stream_without_bytes_gets_the_text(monkeypatch):
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stdout", plain)
    streams.out_bytes("得分".encode("utf-8-sig"), "utf-8-sig")
    assert plain.getvalue() == "得分"


def test_no_colour_and_no_width_in_a_pipe():
    assert not streams.wants_colour()
    assert streams.width() is None


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_colours_unless_it_asks_for_none(monkeypatch):
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert streams.wants_colour()
    assert streams.width() is not None
    monkeypatch.setenv("NO_COLOR", "1")
    assert not streams.wants_colour()


def test_colours_reach_the_terminal_and_no_line_is_broken(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    line = "\x1b[1;31m错误\x1b[0m [bold]PS304[score-exceeds-points] :smile: " + "长" * 200
    streams.out(f"{line}\n")
    assert terminal.getvalue().count("\n") == 1
    assert "\x1b[1;31m错误\x1b[0m [bold]PS304[score-exceeds-points] :smile: " in terminal.getvalue()


def test_a_reader_that_leaves_early_is_no_trouble():
    read, write = os.pipe()
    os.close(read)
    program = "from perfscore.cli import main; raise SystemExit(main(['value', '95%']))"
    run = subprocess.run([sys.executable, "-c", program], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (run.returncode, run.stderr) == (0, b"")
