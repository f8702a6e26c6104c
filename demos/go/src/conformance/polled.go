// The work looks for the request once a beat: the harness has to find its halts evenly spread over the beat.

package main

import (
	"time"

	"stillstanding/stage"
)

func infiniteTask(pulse *stage.Pulse, ended chan<- struct{}) {
	defer close(ended)
	defer pulse.End()
	for pulse.Requested() == 0 {
		pulse.Beat()
		time.Sleep(pulse.Interval)
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
