// The work halts a millisecond after the request, by the stamps: the harness has to read just that.

package main

import (
	"stillstanding/stage"
)

func infiniteTask(pulse *stage.Pulse, ended chan<- struct{}) {
	defer close(ended)
	defer pulse.End()
	for pulse.Requested() == 0 {
		pulse.Beat()
	}
	for stage.Now() < pulse.Requested()+1_000_000 {
	}
}

func play(stage *stage.Stage) {
	ended := make(chan struct{})
	go infiniteTask(stage.Pulse(), ended)

	stage.QuickTask()

	stage.Request()
	<-ended
	stage.Acknowledge("closed")
}

func main() {
	stage.Play(play)
}
