"""The measure for our types is itself right: its answers, its canonical text, its samples."""

from collections import Counter

import pytest

from tests.names.truth_sample import call_sites, packages, sample

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("package", "source", "kind", "text"),
    [
        ("net/http", "(map[string][]string)(Header(f.Value).Clone())", "conversion", "map[string][]string"),
        ("net/http", "[]byte(auth)", "conversion", "[]uint8"),
        ("net/http", "make(chan *Response)", "builtin", "chan *net/http.Response"),
        ("net/rpc", "delete(client.pending, seq)", "builtin", "()"),
        ("net/http", "send(req, c.transport(), deadline)", "func", "(*net/http.Response,func() bool,error)"),
        ("net/http", 'strings.SplitSeq(line, ";")', "func", "iter.Seq[string]"),
        ("net/http", "c.makeHeadersCopier(req)", "method", "func(*net/http.Request,bool,bool)"),
        ("net/rpc", "server.serviceMap.LoadOrStore(sname, s)", "method", "(any,bool)"),
        ("net/rpc", "w.(http.Hijacker).Hijack()", "method", "(net.Conn,*bufio.ReadWriter,error)"),
        ("database/sql", "rowsCloseHook()", "value", "func(*database/sql.Rows,*error)"),
    ],
)
def test_a_call_has_the_type_that_go_gives_it(package: str, source: str, kind: str, text: str) -> None:
    assert {(site.callee_kind, site.type) for site in call_sites(package) if site.source == source} == {(kind, text)}


def test_vendored_packages_go_by_the_path_that_programs_import() -> None:
    types = [site.type for site in call_sites("net/http", "cmd/go/internal/modload")]
    assert any("golang.org/x/" in each for each in types)
    assert not any("vendor/" in each for each in types)


def test_three_dots_stand_for_all_packages_below() -> None:
    below = packages("cmd/go/internal/...")
    assert {"cmd/go/internal/load", "cmd/go/internal/modfetch/codehost"} <= set(below)
    assert not any("testdata" in each for each in below)


def test_every_call_is_there_once_and_ends_with_its_parenthesis() -> None:
    sites = call_sites("net/rpc", "database/sql")
    assert len(set(map(str, sites))) == len(sites) > 1000
    assert {site.package for site in sites} == {"net/rpc", "database/sql"}
    assert all(site.source.endswith(")") for site in sites)


def test_a_sample_is_drawn_per_package_and_stays_the_same() -> None:
    drawn = sample("net/rpc", "os", per_package=20)
    assert Counter(site.package for site in drawn) == {"net/rpc": 20, "os": 20}
    assert drawn == sample("net/rpc", "os", per_package=20)
    assert drawn != sample("net/rpc", "os", per_package=20, seed="another")
    assert set(sample("os", per_package=10)) < set(drawn)
