"""The progress bar, on a terminal and elsewhere."""

import io

from golint_conn.face.progress import ProgressBar


def test_a_short_run_shows_nothing() -> None:
    stream = io.StringIO()
    times = iter(range(10_000))
    with ProgressBar(stream, lambda: next(times) / 1_000) as bar:
        for done in range(900):
            bar("reading", done, 900)
    assert stream.getvalue() == ""


def test_a_long_run_shows_one_line_and_wipes_it() -> None:
    stream = io.StringIO()
    times = iter(range(10_000))
    with ProgressBar(stream, lambda: next(times) / 1_000) as bar:
        bar("checking", 0, 0)
        for done in range(2_000):
            bar("checking", done, 2_000)
    text = stream.getvalue()
    assert "1,199 of 2,000 files" in text
    assert text.count("checking") == 10, "one picture for each tenth of a second, after the first second"
    assert "\n" not in text
    assert text.endswith("\r\x1b[K")
