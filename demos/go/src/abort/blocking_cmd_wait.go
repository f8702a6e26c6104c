// Cmd.Wait does not return while a grandchild holds the output: the context kills the child alone.
//
// With an output that is no file, Wait copies what comes through a pipe, to its end, and every process that has
// inherited the pipe holds it open. Since Go 1.20 WaitDelay limits that wait: blocking-cmd-wait-delay.
// https://pkg.go.dev/os/exec#Cmd.Wait, https://github.com/golang/go/issues/23019
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
