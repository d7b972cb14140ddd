"""The progress bar, on a terminal and elsewhere."""

import io

from golint_conn.face.progress import ProgressBar


def test_a_short_run_shows_nothing() -> None:
    stream = io.StringIO()
    with ProgressBar(stream) as bar:
        for done in range(100):
            bar("reading", done, 100)
    assert stream.getvalue() == ""


def test_a_long_run_shows_one_line_and_wipes_it() -> None:
    stream = io.StringIO()
    with ProgressBar(stream, delay=0) as bar:
        bar("checking", 0, 0)
        bar("checking", 500, 1000)
        for done in range(501, 1000):
            bar("checking", done, 1000)
    text = stream.getvalue()
    assert "500 of 1,000 files" in text
    assert text.count("checking") < 5, "not a picture for every file"
    assert "\n" not in text
    assert text.endswith("\r\x1b[K")
