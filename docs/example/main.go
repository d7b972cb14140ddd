// Command weather is a small service with three mistakes in how it uses connections.
package main

import (
	"io"
	"log"
	"net/http"
	"net/url"
	"time"
)

func main() {
	go watch("https://weather.example/healthz")
	http.HandleFunc("/forecast", forecast)
	log.Fatal(http.ListenAndServe(":8080", nil))
}

func forecast(w http.ResponseWriter, r *http.Request) {
	resp, err := newClient().Get("https://weather.example/" + url.PathEscape(r.FormValue("city")))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	if _, err := io.Copy(w, resp.Body); err != nil {
		log.Print(err)
	}
}

func watch(address string) {
	for range time.Tick(time.Minute) {
		resp, err := http.Get(address)
		if err != nil {
			log.Print(err)
			continue
		}
		resp.Body.Close()
	}
}
