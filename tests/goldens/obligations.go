package goldens

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

var errStatus = errors.New("status")

type keeper struct {
	conn net.Conn
	last *http.Response
}

func (k *keeper) Close() error { return k.conn.Close() }

func (k *keeper) keep(resp *http.Response) { k.last = resp }

func open(url string) (*http.Response, error) {
	return http.Get(url)
}

func check(resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return errStatus
	}
	return nil
}

func closes(closer io.Closer) { _ = closer.Close() }

func fetch(url string) ([]byte, error) {
	resp, err := open(url)
	if err != nil {
		return nil, err
	}
	if err := check(resp); err != nil {
		return nil, err
	}
	switch resp.ContentLength {
	case 0:
		return nil, nil
	default:
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func watch(ctx context.Context, each func()) {
	ticker := time.NewTicker(time.Second)
	defer func() { ticker.Stop() }()
	for {
		select {
		case <-ticker.C:
			go each()
		case <-ctx.Done():
			return
		}
	}
}
