// The work ends the program after its first beat: the harness has to say so, and give no verdict.

package main

import (
	"os"

	"stillstanding/stage"
)

func infiniteTask(pulse *stage.Pulse, ended chan<- struct{}) {
	defer close(ended)
	defer pulse.End()
	pulse.Beat()
	os.Exit(7)
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
