// An atomic flag ends a goroutine that computes, because it looks at every turn.
//
// The scheduler can pause such a goroutine, since Go 1.14, but only to let others run: nothing ends it from outside.
// https://pkg.go.dev/sync/atomic#Bool, https://go.dev/doc/go1.14#runtime
//
// `src/stage/stage.go` says what a pulse, a beat, a request and an acknowledgement are.

package main

import (
	"sync/atomic"

	"stillstanding/stage"
)

func infiniteTask(stop *atomic.Bool, pulse *stage.Pulse, ended chan<- struct{}) {
	defer close(ended)
	defer pulse.End()
	for !stop.Load() {
		pulse.Beat()
	}
}

func play(stage *stage.Stage) {
	var stop atomic.Bool
	ended := make(chan struct{})
	go infiniteTask(&stop, stage.Pulse(), ended)

	stage.QuickTask()

	stage.Request()
	stop.Store(true)
	<-ended
	stage.Acknowledge("closed")
}

func main() {
	stage.Play(play)
}
