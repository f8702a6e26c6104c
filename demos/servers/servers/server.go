// Go's own server: an answer at once, and one that takes 400 ms. With "shutdown" it stops as its documentation advises; without,
// it does not look at signals.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	mux := http.NewServeMux()
	hello := func(w http.ResponseWriter) { fmt.Fprint(w, "hello\n") }
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { hello(w) })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(400 * time.Millisecond)
		hello(w)
	})
	server := &http.Server{Addr: "127.0.0.1:" + os.Args[1], Handler: mux}
	if len(os.Args) < 3 {
		fmt.Println(server.ListenAndServe())
		return
	}

	// https://pkg.go.dev/net/http#Server.Shutdown
	asked, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go server.ListenAndServe()
	<-asked.Done()
	deadline, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
