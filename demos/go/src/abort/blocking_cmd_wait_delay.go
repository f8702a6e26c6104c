// With WaitDelay, Cmd.Wait gives up the output some time after the context: it closes the pipe, and returns.
//
// The grandchild that holds the pipe is not killed. This one ends because it writes, and nobody reads any more; one that
// does not write goes on. WaitDelay is there since Go 1.20. Without it: blocking-cmd-wait.
// https://pkg.go.dev/os/exec#Cmd, https://github.com/golang/go/issues/23019
//
// `src/stage/stage.go` says what a pulse, a beat, a request and an acknowledgement are.

package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"

	"stillstanding/stage"
)

// infiniteTask is what Wait waits for: it copies to the end of the output.
type infiniteTask struct {
	*stage.Pulse
	begun chan struct{}
}

func (infiniteTask) Write(text []byte) (int, error) {
	return len(text), nil
}

// ReadFrom is called instead of Write, by io.Copy.
func (task infiniteTask) ReadFrom(output io.Reader) (int64, error) {
	defer task.End()
	line := make([]byte, 4096)
	for {
		if _, err := output.Read(line); err != nil {
			return 0, nil
		}
		task.Beat()
		select {
		case task.begun <- struct{}{}:
		default:
		}
	}
}

func play(stage *stage.Stage) {
	task := infiniteTask{stage.Pulse(), make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	// The inner shell writes for ever, and ends when nobody reads. The outer one waits for it, and does not turn into it.
	loop := fmt.Sprintf("sh -c 'while echo still standing; do sleep %f; done'; true", task.Interval.Seconds())
	command := exec.CommandContext(ctx, "sh", "-c", loop)
	command.Stdout = task
	command.WaitDelay = task.Interval
	if err := command.Start(); err != nil {
		panic(err)
	}
	<-task.begun

	stage.QuickTask()

	stage.Request()
	cancel()
	stage.Acknowledge(command.Wait())
}

func main() {
	stage.Play(play)
}
