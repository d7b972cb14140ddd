"""Rules about named things: each way in which Go code makes a struct, calls a function, or sets a field."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from golint_conn.finding import Finding, Severity
from golint_conn.rule.api import (
    Call,
    CallRule,
    Configured,
    Context,
    FieldRule,
    Mentions,
    Setting,
    Site,
    StructRule,
)
from golint_conn.rule.checking.prefilter import Prefilter
from golint_conn.rule.model import Model, NamedRule
from golint_conn.rule.terms import Terms
from golint_conn.syntax import Query
from tests.rule.rules import made
from tests.rule.test_check import check as run

HEAD = 'package p\n\nimport (\n\t"net/http"\n\n\t"example.com/pool/v2"\n)\n\n'
STRUCTS = """
type server = http.Server

type embedding struct{ *http.Transport }

var (
	one   = http.Server{Addr: "a"}
	two   = &http.Server{}
	three = new(http.Server)
	four  = server{Addr: "b"}
	five  = []http.Server{{Addr: "c"}}
	other = http.Client{}
)

func f(e embedding, t *http.Transport, unknown func(*http.Server)) {
	var six http.Server
	six.Addr = "d"
	_ = t.Clone()
	seven := http.Server{}
	unknown(&seven)
	_ = pool.Options{Size: 1}
	_ = e
}
"""
CALLS = """
func g(c *http.Client, get func(string)) {
	http.Get("a")
	c.Get("b")
	get("c")
	http.DefaultClient.Get("d")
	pool.Get("e")
	pool.New().Take("f")
}
"""
FIELDS = """
type embedding struct{ *http.Transport }

var made = []http.Cookie{{Name: "a"}, {"b", "c"}}

func h(e embedding, c *http.Cookie) {
	c.Name, c.Value = "d", "e"
	e.DisableKeepAlives = true
	_ = map[string]string{"Name": "f"}
	_ = http.Cookie{Path: "/", Name: "g"}
	_ = http.Cookie{"h", "i"}
}
"""
MENTIONS = """
func m() {
	http.DefaultClient = nil
	use(http.DefaultClient.Timeout, http.DefaultTransport)
	DefaultClient := 1
	use(DefaultClient)
}

func use(...any) {}
"""


def struct(it: Configured, context: Context) -> Iterator[Finding]:
    said = sorted(it.fields)
    later = [value.node.text for value in it.values("Addr")]
    yield context.finding(it.site, f"{it.type} {said} {later} {it.is_clone} {it.is_settled_elsewhere}")


def call(it: Call, context: Context) -> Iterator[Finding]:
    receiver = it.receiver.node.text if it.receiver is not None else "-"
    yield context.finding(it.site, f"{it.name} {receiver} {[each.node.text for each in it.arguments]}")


def field(it: Setting, context: Context) -> Iterator[Finding]:
    owner = it.owner.node.text.partition("{")[0]
    yield context.finding(it.site, f"{it.name} {it.field} {it.value.node.text} {owner} {it.in_literal}")


def mention(it: Site, context: Context) -> Iterator[Finding]:
    yield context.finding(it, context.code.names(it))


def messages(folder: Path, model: Model, code: str) -> list[str]:
    rule = made(lambda _match, _context: iter(()))
    found = run(folder, type(rule)(model, rule.info), text=HEAD + code)
    assert found.notices == []
    ordered = sorted(found.findings, key=lambda each: each.primary.span.start)
    return [each.message for each in ordered]


def struct_rule(*types: str, clones: bool = False) -> StructRule:
    return StructRule(
        id="made-up", category="reuse", severity=Severity.WARNING, type=types, check=struct, clones=clones
    )


def call_rule(*calls: str, also: tuple[Mentions, ...] = ()) -> CallRule:
    return CallRule(id="made-up", category="reuse", severity=Severity.WARNING, calls=calls, check=call, also=also)


def field_rule(*fields: str) -> FieldRule:
    return FieldRule(id="made-up", category="reuse", severity=Severity.WARNING, fields=fields, check=field)


def test_a_struct_is_found_however_it_is_made(tmp_path: Path) -> None:
    assert messages(tmp_path, struct_rule("net/http.Server"), STRUCTS) == [
        """net/http.Server ['Addr'] ['"a"'] False False""",
        "net/http.Server [] [] False False",
        "net/http.Server [] [] False False",
        """net/http.Server ['Addr'] ['"b"'] False False""",
        """net/http.Server ['Addr'] ['"c"'] False False""",
        """net/http.Server [] ['"d"'] False False""",
        "net/http.Server [] [] False True",
    ]


def test_a_clone_is_one_more_where_it_is_asked_for(tmp_path: Path) -> None:
    assert messages(tmp_path, struct_rule("net/http.Transport"), STRUCTS) == []
    found = messages(tmp_path, struct_rule("net/http.Transport", clones=True), STRUCTS)
    assert found == ["net/http.Transport [] [] True False"]


def test_a_name_without_major_version_means_all(tmp_path: Path) -> None:
    for name in ("example.com/pool", "example.com/pool/v2"):
        (found,) = messages(tmp_path, struct_rule(f"{name}.Options"), STRUCTS)
        assert found.startswith("example.com/pool/v2.Options ['Size']")
        assert messages(tmp_path, call_rule(f"{name}.Get"), CALLS) == ["""example.com/pool/v2.Get - ['"e"']"""]
    assert messages(tmp_path, struct_rule("example.com/pool/v3.Options"), STRUCTS) == []


def test_type_arguments_are_left_out(tmp_path: Path) -> None:
    code = "\nvar a, b = pool.Options[int]{Size: 1}, new(pool.Options[string])\n"
    assert messages(tmp_path, struct_rule("example.com/pool.Options"), code) == [
        "example.com/pool/v2.Options ['Size'] [] False False",
        "example.com/pool/v2.Options [] [] False False",
    ]


def test_a_call_is_found_with_what_it_is_called_on(tmp_path: Path) -> None:
    assert messages(tmp_path, call_rule("net/http.Get", "net/http.Client.Get"), CALLS) == [
        """net/http.Get - ['"a"']""",
        """net/http.Client.Get c ['"b"']""",
        """net/http.Client.Get http.DefaultClient ['"d"']""",
    ]


def test_a_field_is_found_however_it_is_set(tmp_path: Path) -> None:
    found = messages(tmp_path, field_rule("net/http.Cookie.Name", "net/http.Transport.DisableKeepAlives"), FIELDS)
    assert found == [
        """net/http.Cookie.Name Name "a"  True""",
        """net/http.Cookie.Name Name "b"  True""",
        """net/http.Cookie.Name Name "d" c False""",
        "net/http.Transport.DisableKeepAlives DisableKeepAlives true e False",
        """net/http.Cookie.Name Name "g" http.Cookie True""",
        """net/http.Cookie.Name Name "h" http.Cookie True""",
    ]


def test_a_mention_is_found_and_a_rule_may_have_several_subjects(tmp_path: Path) -> None:
    also = Mentions(("net/http.DefaultClient",), mention)
    found = messages(tmp_path, call_rule("net/http.Get", also=(also,)), MENTIONS + CALLS)
    assert found == ["net/http.DefaultClient", "net/http.DefaultClient", """net/http.Get - ['"a"']""", *found[3:]]
    assert found[3:] == ["net/http.DefaultClient"]


@pytest.mark.parametrize(
    ("rule", "imports", "words"),
    [
        (struct_rule("net/http.Server", "net.Dialer"), ("net/http", "net"), ("Server", "Dialer")),
        (call_rule("net/http.Client.Do", "gopkg.in/pool.v2.Get"), ("net/http", "gopkg.in/pool.v2"), ("Do", "Get")),
        (field_rule("net/http.Request.Close"), ("net/http",), ("Close",)),
        (
            call_rule("net.Dial", also=(Mentions(("net/http.DefaultClient",), mention),)),
            ("net", "net/http"),
            ("Dial", "DefaultClient"),
        ),
    ],
)
def test_what_a_file_must_hold_follows_from_the_names(
    rule: NamedRule, imports: tuple[str, ...], words: tuple[str, ...]
) -> None:
    assert (rule.needs.imports, rule.needs.words) == (imports, words)
    for query, _ in rule.looks:
        assert Query.of(query).patterns >= 1


def test_the_pre_filter_takes_the_names_too() -> None:
    rule = struct_rule("net/http.Server")
    wants = Prefilter([Terms.of(rule)]).wants
    assert wants(b'package p\n\nimport "net/http"\n\nvar _ = http.Server{}\n')
    assert not wants(b'package p\n\nimport "net/http"\n\nvar _ = http.Client{}\n')
    assert not wants(b"package p\n\nvar _ = Server{}\n")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: struct_rule("Server"), "'Server' is not a full name, such as net/http.Server"),
        (struct_rule, "it must name something, such as net/http.Server"),
        (lambda: call_rule("net/http"), "'net/http' is not a full name"),
        (
            lambda: field_rule("net/http.Server"),
            "'net/http.Server' is not a full name, such as net/http.Transport.Dial",
        ),
        (lambda: field_rule("net/http.Server.a-b"), "is not a full name"),
        (lambda: call_rule("net.Dial", also=(Mentions((), mention),)), "it must name something"),
    ],
)
def test_names_that_are_none_are_refused(make: Callable[[], Model], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        make()
