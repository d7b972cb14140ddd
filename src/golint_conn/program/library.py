"""What we know of functions whose bodies we do not read: facts of Go's library, each with where it is to be seen."""

_BORROWING = frozenset(
    {
        # golang.org/x/net/http2/transport.go: registers an upgrade in the Transport it is given and keeps no copy.
        "golang.org/x/net/http2.ConfigureTransport",
        "golang.org/x/net/http2.ConfigureTransports",
        "golang.org/x/net/http2.ConfigureServer",
        # fmt/print.go, log/log.go: read what they print.
        *(f"fmt.{name}" for name in ("Print", "Println", "Printf", "Sprint", "Sprintf", "Sprintln", "Errorf")),
        *(f"fmt.{name}" for name in ("Fprint", "Fprintf", "Fprintln")),
        *(f"log.{name}" for name in ("Print", "Println", "Printf", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf")),
        # reflect/deepequal.go
        "reflect.DeepEqual",
        "reflect.TypeOf",
        # runtime/mfinal.go: keeps nothing alive.
        "runtime.KeepAlive",
        # net/http/server.go, net/http/httputil: serve what they are given and return.
        "errors.As",
    }
)


def borrows(qualified: str) -> bool:
    """Return whether a function only looks at its arguments: it keeps none, changes none and hands none out."""
    return qualified in _BORROWING


def makes(qualified: str) -> bool:
    """Return whether a function of Go's library returns something just made: by the library's custom, `New...`."""
    path, _, name = qualified.rpartition(".")
    return name.startswith("New") and "." not in path.partition("/")[0] and "." not in path.rpartition("/")[2]
