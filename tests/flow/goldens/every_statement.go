package goldens

import "net/http"

func everyStatement(client *http.Client, urls []string, done chan bool) (err error) {
	var resp *http.Response
outer:
	for i, url := range urls {
		if resp, err = client.Get(url); err != nil || !(resp.StatusCode == 200 && len(url) > 0) {
			continue outer
		}
		switch {
		case i == 1:
			fallthrough
		case i > 2:
			i++
		default:
			break outer
		}
		switch e := err.(type) {
		case nil:
			return nil
		case error:
			err = e
		}
		select {
		case v, ok := <-done:
			_, _ = v, ok
		case done <- true:
			goto end
		}
		for i < 3 {
			defer resp.Body.Close()
			if i == 2 {
				break
			}
		}
		go func() { done <- true }()
	}
	{
		urls, err = nil, error(nil)
	}
end:
	if c, d := 1, 2; c < d {
		return
	} else if d > 0 {
		panic("no")
	}
	return err
}
