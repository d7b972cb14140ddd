"""The rows of obligations that several rules speak of."""

from golint_conn.flow.obligation import ObligationKind

RESPONSE_BODY = ObligationKind(
    name="response body",
    types=frozenset({"net/http.Response"}),
    part=("Body",),
    # net/http/response.go: "The Response Body is closed after it is sent."
    owner_discharges=frozenset({"net/http.Response.Write"}),
    # net/http/httputil/dump.go: reads the body and puts an equal one in its place.
    borrowed_by=frozenset(
        {
            "net/http/httputil.DumpResponse",
            # registry/client/auth/challenge/authchallenge.go: reads the headers.
            "github.com/docker/distribution/registry/client/auth.ResponseChallenges",
            "github.com/docker/distribution/registry/client/auth/challenge.ResponseChallenges",
            "github.com/distribution/distribution/v3/registry/client/auth/challenge.ResponseChallenges",
        }
    ),
    exempt=frozenset(
        {
            # net/http/httptest/recorder.go: the body is a buffer in memory.
            "net/http/httptest.ResponseRecorder.Result",
            # net/http/response.go: reads from a connection that somebody else owns.
            "net/http.ReadResponse",
            # github.com/gorilla/websocket/client.go: the body need not be closed by the application.
            "github.com/gorilla/websocket.Dialer.Dial",
            "github.com/gorilla/websocket.Dialer.DialContext",
        }
    ),
)
