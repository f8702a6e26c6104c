// A context that is cancelled ends the wait for a goroutine, not the goroutine: this one never looks.
//
// The caller's select returns with "context canceled" and the goroutine goes on: it leaks. That is the usual answer to
// "I cancelled the context, why is it still running?"
// https://go.dev/blog/context, https://github.com/golang/go/issues/27982
//
// `src/stage/stage.go` says what a pulse, a beat, a request and an acknowledgement are.

package main

import (
	"context"

	"stillstanding/stage"
)

func infiniteTask(pulse *stage.Pulse, ended chan<- struct{}) {
	defer close(ended)
	defer pulse.End()
	for {
		pulse.Beat()
	}
}

func play(stage *stage.Stage) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go infiniteTask(stage.Pulse(), ended)

	stage.QuickTask()

	stage.Request()
	cancel()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	stage.Acknowledge(ctx.Err())
}

func main() {
	stage.Play(play)
}
