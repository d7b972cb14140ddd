"""The pool of workers: what happens to a task whose worker fails or dies."""

import os
from collections import deque

from golint_conn.run.work.pool import Lost, Pool


def work(name: str) -> str:
    if name == "fail":
        message = f"cannot {name}"
        raise ValueError(message)
    if name == "die":
        os._exit(7)
    return name.upper()


def test_a_task_is_answered_or_it_is_told_why_not() -> None:
    with Pool[str, str](lambda: work, 2) as pool:
        answers = dict(pool.run(deque(["a", "fail", "b", "die", "c"])))
    assert [answers[name] for name in "abc"] == ["A", "B", "C"]
    failed, died = answers["fail"], answers["die"]
    assert isinstance(failed, Lost)
    assert failed.reason.startswith("ValueError: cannot fail (test_pool.py:")
    assert died == Lost("the worker process died (exit code 7)")
