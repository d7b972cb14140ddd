"""A stream from a service is not closed

What a client library returns to read from (an object from a bucket, the logs of a container, the answer of a search
engine) is the body of an open HTTP response or its own connection. Only Close releases it: until then the library's
connection pool is one connection short, and the server keeps its side open too. Library models say which functions
return such streams: AWS S3, Google Cloud Storage, Azure blobs, MinIO, docker, Kubernetes, Elasticsearch, OpenSearch,
Redis and MongoDB subscriptions, SFTP, FTP and more.

## Bad

```go
package objects

import (
        "context"
        "errors"
        "io"

        "github.com/aws/aws-sdk-go-v2/service/s3"
)

func Load(ctx context.Context, client *s3.Client, input *s3.GetObjectInput) ([]byte, error) {
        object, err := client.GetObject(ctx, input) // want "^error: .*stream-not-closed"
        if err != nil {
                return nil, err
        }
        if object.ContentLength == nil {
                return nil, errors.New("of unknown length")
        }
        defer object.Body.Close()
        return io.ReadAll(object.Body)
}
```

## Good

```go
package objects

import (
        "context"
        "errors"
        "io"

        "github.com/aws/aws-sdk-go-v2/service/s3"
)

func Load(ctx context.Context, client *s3.Client, input *s3.GetObjectInput) ([]byte, error) {
        object, err := client.GetObject(ctx, input)
        if err != nil {
                return nil, err
        }
        defer object.Body.Close()
        if object.ContentLength == nil {
                return nil, errors.New("of unknown length")
        }
        return io.ReadAll(object.Body)
}
```

## Fixed

```go
package objects

import (
        "context"
        "errors"
        "io"

        "github.com/aws/aws-sdk-go-v2/service/s3"
)

func Load(ctx context.Context, client *s3.Client, input *s3.GetObjectInput) ([]byte, error) {
        object, err := client.GetObject(ctx, input)
        if err != nil {
                return nil, err
        }
        defer object.Body.Close()
        if object.ContentLength == nil {
                return nil, errors.New("of unknown length")
        }
        return io.ReadAll(object.Body)
}
```

## Limits

Only streams of libraries that we have models of are seen. One that is stored or passed to code that we do not see is
assumed to be closed there. One that is dropped next to a response with the same body, as go-github's DownloadContents
returns both, is reported although the response may be closed. The rule does not check whether the context that a call
gets is ever canceled, which closes most streams.

## References

- https://pkg.go.dev/github.com/aws/aws-sdk-go-v2/service/s3#GetObjectOutput
- https://pkg.go.dev/cloud.google.com/go/storage#ObjectHandle.NewReader: "The caller must call Close on the returned
  Reader when done reading."
- https://pkg.go.dev/github.com/docker/docker/client#Client.ImagePull
"""

from golint_conn.rule.api import (
    STREAM,
    Asks,
    Context,
    Followed,
    Needs,
    ObligationRule,
    OutcomeKind,
    Severity,
    deferred,
)

API = 3


def grade(followed: Followed, _context: Context) -> Severity | None:
    if followed.is_constructors_leak:
        return None
    return Severity.WARNING if followed.only is OutcomeKind.READ_ONLY else Severity.ERROR


RULE = ObligationRule(
    id="stream-not-closed",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(handing=(STREAM,)),
    kinds=(STREAM,),
    asks=Asks.RELEASED,
    notes={
        OutcomeKind.LEAK: "this path returns without closing it",
        OutcomeKind.READ_ONLY: "this path reads it to its end and never closes it",
        OutcomeKind.WRAPPER_ONLY: "this path closes what reads it, and not the stream itself",
        OutcomeKind.OVERWRITTEN: "another value replaces it here while it is open",
        OutcomeKind.DISCARDED: "it is thrown away here",
    },
    message="The {thing} from this call is never closed.",
    partly="The {thing} from this call is not closed on every path.",
    hint="close it by defer right after the error check, or on each path that neither stores nor returns it",
    grade=grade,
    fix=deferred,
    cwe=(772, 404),
    tags=("leak",),
)
