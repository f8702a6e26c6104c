// Package stage is what a program sees of the harness, and all that it sees: the stage that a demo in Rust sees too.
//
// A program starts an infinite task that beats a pulse, waits for the quick task, says Request just before it asks the
// infinite task to stop, and Acknowledge once it knows that the task has ended. Nothing here decides about stopping.
// The stamps are written straight to memory that the harness shares, by CLOCK_MONOTONIC, which is the harness's own
// clock.
package stage

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// Where the stamps are in the shared memory, in steps of eight bytes: shared/stage/src/memory.rs.
const (
	beats           = 0
	halt            = 16
	request         = 32
	acknowledgement = 48
	beatsThen       = 49
	returnedLength  = 50
	process         = 64
	requester       = 65
	beatCost        = 66
	stampCost       = 70
	returnedAt      = 640
	returnedBytes   = 256
)

// A Stage is that of one playing. The goroutine that got it will ask.
type Stage struct {
	memory []byte
	marks  []uint64
}

// A Pulse is the infinite task's sign of life. Only one goroutine beats it.
type Pulse struct {
	marks []uint64
	// Interval is how long the work sleeps between two beats.
	Interval time.Duration
}

// Pulse returns the pulse of the infinite task.
func (stage *Stage) Pulse() *Pulse {
	atomic.StoreUint64(&stage.marks[process], uint64(os.Getpid()))
	return &Pulse{stage.marks, interval}
}

// Beat says "I'm still standing".
func (pulse *Pulse) Beat() {
	// Only this goroutine writes it.
	atomic.StoreUint64(&pulse.marks[beats], pulse.marks[beats]+1)
}

// End is the task's clean-up, to be deferred: the halt.
func (pulse *Pulse) End() {
	atomic.StoreUint64(&pulse.marks[halt], Now())
}

// Requested is the instant of the request; zero if it has not come. Only the programs in conformance look at it.
func (pulse *Pulse) Requested() uint64 {
	return atomic.LoadUint64(&pulse.marks[request])
}

// QuickTask returns when the quick task is done, which completes first. The request follows it.
func (stage *Stage) QuickTask() {
	tell("quick")
	if !orders.Scan() {
		os.Exit(1) // The harness is gone.
	}
}

// Request stamps the request. Say it on the line before the mechanism's call.
func (stage *Stage) Request() {
	atomic.StoreUint64(&stage.marks[request], Now())
}

// Acknowledge stamps the acknowledgement, and keeps what the API returned. Say it on the line after.
func (stage *Stage) Acknowledge(returned any) {
	instant := Now()
	marks := stage.marks
	atomic.StoreUint64(&marks[beatsThen], atomic.LoadUint64(&marks[beats]))
	atomic.StoreUint64(&marks[acknowledgement], instant)
	length := copy(stage.memory[returnedAt:returnedAt+returnedBytes], fmt.Sprint(returned))
	atomic.StoreUint64(&marks[returnedLength], uint64(length))
	tell("acknowledged")
}

// Play plays a case once for every line that the harness writes: the path of fresh memory.
func Play(play func(*Stage)) {
	// The thread that asks is known to the harness, so this goroutine keeps it.
	runtime.LockOSThread()
	// What the program prints is not for the harness.
	os.Stdout = os.Stderr
	beat := cost(100_000, func(pulse *Pulse) { pulse.Beat() })
	stamp := cost(1_000, func(pulse *Pulse) { pulse.End() })
	for orders.Scan() {
		stage, err := open(orders.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		atomic.StoreUint64(&stage.marks[beatCost], beat)
		atomic.StoreUint64(&stage.marks[stampCost], stamp)
		atomic.StoreUint64(&stage.marks[requester], uint64(syscall.Gettid()))
		play(stage)
	}
}

var (
	orders   = bufio.NewScanner(os.Stdin)
	harness  = os.Stdout
	interval = time.Duration(number("STILL_STANDING_INTERVAL_NS"))
)

func open(path string) (*Stage, error) {
	file, err := os.OpenFile(strings.TrimSpace(path), os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		return nil, err
	}
	size := int(about.Size())
	memory, err := syscall.Mmap(int(file.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	return &Stage{memory, unsafe.Slice((*uint64)(unsafe.Pointer(&memory[0])), size/8)}, nil
}

// Now reads CLOCK_MONOTONIC, in ns. The time package has it too, but only as a distance from another instant.
func Now() uint64 {
	const clockMonotonic = 1
	var now syscall.Timespec
	syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&now)), 0)
	return uint64(now.Nano())
}

func tell(line string) {
	fmt.Fprintln(harness, line)
}

func number(name string) uint64 {
	value, _ := strconv.ParseUint(os.Getenv(name), 10, 64)
	return value
}

// cost is what one of these costs here, in ns: the least of some timings, as a disturbance only adds.
func cost(times uint64, of func(*Pulse)) uint64 {
	pulse := &Pulse{make([]uint64, halt+1), 0}
	least := ^uint64(0)
	for timing := 0; timing < 4; timing++ {
		start := Now()
		for turn := uint64(0); turn < times; turn++ {
			of(pulse)
		}
		if each := (Now() - start + times - 1) / times; each < least {
			least = each
		}
	}
	return least
}
