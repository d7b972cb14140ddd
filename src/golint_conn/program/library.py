"""What we know of functions whose bodies we do not read, each with where it is to be seen.

Two questions are apart: whether a function may *keep* an argument (then the value may outlive the call), and whether it
may *change* it (then a setting may be made there).
"""

from __future__ import annotations

_READING = frozenset(
    {
        # fmt/print.go, log/log.go: read what they print.
        *(f"fmt.{name}" for name in ("Print", "Println", "Printf", "Sprint", "Sprintf", "Sprintln", "Errorf")),
        *(f"fmt.{name}" for name in ("Fprint", "Fprintf", "Fprintln")),
        *(f"log.{name}" for name in ("Print", "Println", "Printf", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf")),
        # reflect/deepequal.go, reflect/type.go
        "reflect.DeepEqual",
        "reflect.TypeOf",
        # runtime/mfinal.go: keeps nothing alive.
        "runtime.KeepAlive",
        # errors/wrap.go: writes the target of its second argument only.
        "errors.As",
        # golang.org/x/net/http2/{transport,server}.go: registers HTTP/2; sets TLS and protocol fields only.
        "golang.org/x/net/http2.ConfigureTransport",
        "golang.org/x/net/http2.ConfigureTransports",
        "golang.org/x/net/http2.ConfigureServer",
        # github.com/prometheus/exporter-toolkit/web/tls_config.go: serves with the Server as it is.
        "github.com/prometheus/exporter-toolkit/web.ListenAndServe",
        "github.com/prometheus/exporter-toolkit/web.Serve",
        "github.com/prometheus/exporter-toolkit/web.ServeMultiple",
    }
)

_CHANGING = frozenset(
    {
        # reflect/value.go: a Value may be written through, and does not outlive its function by itself.
        "reflect.ValueOf",
        "reflect.Indirect",
        # encoding/json/decode.go and relatives: fill in what they are given.
        "encoding/json.Unmarshal",
        "encoding/xml.Unmarshal",
        "gopkg.in/yaml.v2.Unmarshal",
        "gopkg.in/yaml.v3.Unmarshal",
    }
)


def keeps(qualified: str) -> bool:
    """Return whether a function may keep an argument, as any function may of which we know nothing."""
    return qualified not in _READING and qualified not in _CHANGING


def changes(qualified: str) -> bool:
    """Return whether a function may set fields of an argument, as any function may of which we know nothing."""
    return qualified not in _READING


def makes(qualified: str) -> bool:
    """Return whether a function of Go's library returns something just made: by the library's custom, `New...`."""
    path, _, name = qualified.rpartition(".")
    return name.startswith("New") and "." not in path.partition("/")[0] and "." not in path.rpartition("/")[2]
