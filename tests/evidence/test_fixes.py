"""The evidence programs are run with our fixes and counted again: the harm is gone.

Limits that a fix sets are left out here: they take effect after 30 or 90 seconds, and no test waits that long.
"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from golint_conn.dev.programs import MODULE, WORKERS, build, cases, run
from golint_conn.fixing import fix, write_changes
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest
from tests.go_tool import ROOT, environment, goroot

pytestmark = pytest.mark.slow

CURED = {
    # case: the variants in which a fix takes away what is counted
    "response-body-not-closed": ("not closed, not read", "streamed and decoded, not closed"),
    "response-discarded": ("thrown away",),
    "sql-resource-not-closed": ("rows not closed", "transaction left open on an error"),
    "cancel-not-called": ("cancel not called", "the same, below a parent of another package"),
    "transport-per-call": ("a Transport per call",),
    "client-per-call": ("a Client with a Transport of its own per call",),
    "keep-alives-disabled": ("DisableKeepAlives", "Request.Close"),
    "default-pool-flushed": ("CloseIdleConnections after each",),
    "http2-lost": ("TLSClientConfig alone",),
}
TIMES_LESS = 5


@pytest.fixture(scope="module")
def binaries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The programs as they are, and with all our fixes in their cases."""
    folder = tmp_path_factory.mktemp("fixed")
    root = folder / "evidence"
    shutil.copytree(ROOT / MODULE, root)
    request = CheckRequest(cwd=str(root), paths=("./cases",), select=tuple(CURED), workers=1, use_config=False)
    changes = fix(check(request), lambda overlay, folders: check(request, overlay=overlay, folders=folders))
    assert write_changes(changes) == []
    before, after = folder / "before.exe", folder / "after.exe"
    go = str(goroot() / "bin" / "go")
    build(go, ROOT / MODULE, before, environment())
    build(go, root, after, environment())
    return before, after


def test_the_harm_is_gone(binaries: tuple[Path, Path]) -> None:
    # One test, so that tests that are spread over processes do not build and run everything in each of them.
    wanted = [
        (case, variant)
        for case in cases(binaries[0])
        for variant in case.variants
        if variant.name in CURED.get(case.name, ())
    ]
    assert len(wanted) == sum(map(len, CURED.values()))
    jobs = [(binary, case, variant) for case, variant in wanted for binary in binaries]
    with ThreadPoolExecutor(WORKERS) as pool:
        counts = list(pool.map(lambda job: run(*job).count(job[1].metric), jobs))
    found = zip(wanted, counts[::2], counts[1::2], strict=True)
    for (case, variant), before, after in found:
        if before is None or after is None:
            pytest.skip("this system has no /proc/net/tcp: sockets were not counted")
        assert after * TIMES_LESS < before, (case.name, variant.name, before, after)
