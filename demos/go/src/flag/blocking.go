// A flag is seen when the sleep is over: time.Sleep cannot be cut short.
//
// A goroutine that has to wake at once waits in a select for a timer and for a context: see channel/parked_context.go.
// https://pkg.go.dev/time#Sleep
//
// `src/stage/stage.go` says what a pulse, a beat, a request and an acknowledgement are.

package main

import (
	"sync/atomic"
	"time"

	"stillstanding/stage"
)

func infiniteTask(stop *atomic.Bool, pulse *stage.Pulse, ended chan<- struct{}) {
	defer close(ended)
	defer pulse.End()
	for !stop.Load() {
		pulse.Beat()
		time.Sleep(pulse.Interval)
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
