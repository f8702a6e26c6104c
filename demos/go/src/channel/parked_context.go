// A context ends a goroutine that waits for its Done channel beside everything else that it waits for.
//
// cancel() closes the channel, which wakes every goroutine that selects on it. It does not wait for them: who has to
// know that they have ended needs a WaitGroup or a channel of his own.
// https://pkg.go.dev/context#CancelFunc, https://go.dev/blog/context
//
// `src/stage/stage.go` says what a pulse, a beat, a request and an acknowledgement are.

package main

import (
	"context"
	"time"

	"stillstanding/stage"
)

func infiniteTask(ctx context.Context, pulse *stage.Pulse, ended chan<- error) {
	// The last deferred call runs first.
	defer func() { ended <- ctx.Err() }()
	defer pulse.End()
	beat := time.NewTicker(pulse.Interval)
	defer beat.Stop()
	for {
		pulse.Beat()
		select {
		case <-beat.C:
		case <-ctx.Done():
			return
		}
	}
}

func play(stage *stage.Stage) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go infiniteTask(ctx, stage.Pulse(), ended)

	stage.QuickTask()

	stage.Request()
	cancel()
	err := <-ended
	stage.Acknowledge(err)
}

func main() {
	stage.Play(play)
}
