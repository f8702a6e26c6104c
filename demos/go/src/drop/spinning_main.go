// When main returns, the program ends: it does not wait for other goroutines, and nothing that they deferred runs.
//
// "When that function invocation returns, the program exits. It does not wait for other (non-main) goroutines to
// complete." Who started the program hears that it has ended; that is the acknowledgement.
// https://go.dev/ref/spec#Program_execution
//
// `src/stage/stage.go` says what a pulse, a beat, a request and an acknowledgement are.

package main

import (
	"os"

	"stillstanding/stage"
)

func infiniteTask(pulse *stage.Pulse) {
	defer pulse.End()
	for {
		pulse.Beat()
	}
}

func play(stage *stage.Stage) {
	go infiniteTask(stage.Pulse())

	stage.QuickTask()

	stage.Request()
	os.Exit(0) // As main does when it returns. Who started the program says stage.acknowledge(status).
}

func main() {
	stage.Play(play)
}
