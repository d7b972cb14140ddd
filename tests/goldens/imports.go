// Package goldens shows what the dumps say of names and shapes.
package goldens

import (
	"context"
	. "fmt"
	web "net/http"
	_ "net/http/pprof"
	"net/url"
)

// Fetcher embeds a Client, and so has its methods and fields.
type Fetcher struct {
	*web.Client
	base *url.URL
}

// Fetch shadows an import with a parameter and a result with a variable.
func (f *Fetcher) Fetch(ctx context.Context, url string) (code int, err error) {
	request, err := web.NewRequestWithContext(ctx, web.MethodGet, f.base.JoinPath(url).String(), nil)
	if err != nil {
		return 0, err
	}
	if response, err := f.Do(request); err == nil {
		defer func() { err = response.Body.Close() }()
		code = response.StatusCode
	} else if web := err.Error(); web != "" {
		Println(web, f.Timeout, unseen)
	}
	return code, err
}

var transport = &web.Transport{MaxIdleConns: limit, DisableKeepAlives: false}

const limit = 4 << 1
