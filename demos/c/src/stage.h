// What a program sees, and all that it sees: the stage that a demo in Rust sees too. For C and for C++.
//
// A program starts an infinite task that beats a pulse, waits for the quick task, says `stage_request` just before it
// asks the infinite task to stop, and `stage_acknowledge` once the API has told it that the task has ended. Nothing
// here decides about stopping. The stamps are written straight to memory that the harness shares, by
// CLOCK_MONOTONIC, which is the harness's own clock.

#ifndef STAGE_H
#define STAGE_H

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Where the stamps are in the shared memory, in steps of eight bytes: shared/stage/src/memory.rs.
enum {
    BEATS = 0, GIVEN = 1, FINISHED = 2, INVARIANT = 3, HALT = 16, REQUEST = 32,
    ACKNOWLEDGEMENT = 48, BEATS_THEN = 49, RETURNED_LENGTH = 50,
    PROCESS = 64, REQUESTER = 65, BEAT_COST = 66, END = 67, STUCK_THREAD = 68, STUCK_SINCE = 69,
    STAMP_COST = 70,
    RETURNED = 80, RETURNED_BYTES = 256, HELD = 1, BROKEN = 2
};

// The stage of one playing.
struct stage {
    uint64_t *marks;
    struct timespec interval;
    uint64_t beat_cost, stamp_cost;
};

// The infinite task's sign of life. `pulse_end` is the task's clean-up: the halt.
struct pulse {
    uint64_t *marks;
    struct timespec interval;
};

static inline uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline void stamp(uint64_t *marks, int at, uint64_t value) {
    __atomic_store_n(&marks[at], value, __ATOMIC_RELEASE);
}

// The pulse of the infinite task. Only one thread beats it.
static inline struct pulse stage_pulse(struct stage *stage) {
    stamp(stage->marks, PROCESS, (uint64_t)getpid());
    struct pulse pulse = {stage->marks, stage->interval};
    return pulse;
}

// "I'm still standing".
static inline void pulse_beat(struct pulse *pulse) {
    uint64_t beats = __atomic_load_n(&pulse->marks[BEATS], __ATOMIC_RELAXED);
    __atomic_store_n(&pulse->marks[BEATS], beats + 1, __ATOMIC_RELAXED);
}

// The last thing that the work does. Its type is that of a clean-up handler.
static inline void pulse_end(void *pulse) {
    stamp(((struct pulse *)pulse)->marks, HALT, now_ns());
}

// Counts a record that the work was given, in a case that shows what is lost, and one that it has finished.
static inline void pulse_take_record(struct pulse *pulse) {
    __atomic_fetch_add(&pulse->marks[GIVEN], 1, __ATOMIC_RELAXED);
}

static inline void pulse_finish_record(struct pulse *pulse) {
    __atomic_fetch_add(&pulse->marks[FINISHED], 1, __ATOMIC_RELAXED);
}

static inline void stage_tell(const char *line) {
    size_t length = strlen(line);
    if (write(3, line, length) != (ssize_t)length) {
        _exit(1); // The harness is gone.
    }
}

// Blocks until the quick task is done, which completes first. The request follows it.
static inline void stage_quick_task(struct stage *stage) {
    char line[8];
    (void)stage;
    stage_tell("quick\n");
    if (!fgets(line, sizeof line, stdin)) {
        _exit(1);
    }
}

// Stamps the request. Say it on the line before the mechanism's call.
static inline void stage_request(struct stage *stage) {
    stamp(stage->marks, REQUEST, now_ns());
}

// The instant of the request; zero if it has not come. Only the programs in `conformance` look at it.
static inline uint64_t pulse_requested(struct pulse *pulse) {
    return __atomic_load_n(&pulse->marks[REQUEST], __ATOMIC_ACQUIRE);
}

// Says whether what the work and its caller share is as it should be. Say it after the acknowledgement.
static inline void stage_invariant(struct stage *stage, int holds) {
    stamp(stage->marks, INVARIANT, holds ? HELD : BROKEN);
}

// Stamps the acknowledgement, and keeps what the API returned. Say it on the line after.
static inline void stage_acknowledge(struct stage *stage, const char *returned) {
    uint64_t now = now_ns();
    size_t length = strlen(returned);
    if (length > RETURNED_BYTES) {
        length = RETURNED_BYTES;
    }
    // Work in a process of its own that was waited for has ended by now.
    pid_t process = (pid_t)stage->marks[PROCESS];
    if (process != getpid() && kill(process, 0) != 0) {
        stamp(stage->marks, END, now);
    }
    stage->marks[BEATS_THEN] = __atomic_load_n(&stage->marks[BEATS], __ATOMIC_RELAXED);
    stamp(stage->marks, ACKNOWLEDGEMENT, now);
    memcpy(&stage->marks[RETURNED], returned, length);
    stamp(stage->marks, RETURNED_LENGTH, length);
    stage_tell("acknowledged\n");
}

// What a beat costs here, in ns: the least of some timings, as a disturbance only adds.
static inline uint64_t stage_beat_cost(void) {
    enum { TIMES = 100000 };
    uint64_t marks[1] = {0}, least = UINT64_MAX;
    struct pulse pulse = {marks, {0, 0}};
    for (int timing = 0; timing < 4; timing++) {
        uint64_t start = now_ns();
        for (int beat = 0; beat < TIMES; beat++) {
            pulse_beat(&pulse);
            __asm__ volatile("" : : "r"(marks) : "memory");
        }
        // Rounded up: zero stands for "not yet".
        uint64_t each = (now_ns() - start + TIMES - 1) / TIMES;
        least = each < least ? each : least;
    }
    return least;
}

// What a stamp costs here, in ns: to read the clock, and to write what it said.
static inline uint64_t stage_stamp_cost(void) {
    enum { TIMES = 1000 };
    uint64_t marks[HALT + 1] = {0}, least = UINT64_MAX;
    struct pulse pulse = {marks, {0, 0}};
    for (int timing = 0; timing < 4; timing++) {
        uint64_t start = now_ns();
        for (int stamp = 0; stamp < TIMES; stamp++) {
            pulse_end(&pulse);
        }
        // Rounded up: zero stands for "not yet".
        uint64_t each = (now_ns() - start + TIMES - 1) / TIMES;
        least = each < least ? each : least;
    }
    return least;
}

static inline uint64_t stage_number(const char *name) {
    const char *value = getenv(name);
    return value ? strtoull(value, NULL, 10) : 0;
}

// Plays a case once for every line that the harness writes: the path of fresh memory.
static inline int stage_play(void (*play)(struct stage *)) {
    // What the program prints is not for the harness.
    if (dup2(1, 3) < 0 || dup2(2, 1) < 0) {
        return 1;
    }
    // From now on the system kills this process when the thread that started it ends. It may have ended before.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if ((uint64_t)getppid() != stage_number("STILL_STANDING_LENDER")) {
        return 1;
    }
    uint64_t interval = stage_number("STILL_STANDING_INTERVAL_NS");
    struct stage stage = {NULL, {(time_t)(interval / 1000000000u), (long)(interval % 1000000000u)}, stage_beat_cost(), stage_stamp_cost()};
    char path[4096];
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        struct stat about;
        int file = open(path, O_RDWR | O_CLOEXEC);
        if (file < 0 || fstat(file, &about) < 0) {
            perror(path);
            return 1;
        }
        void *memory = mmap(NULL, (size_t)about.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        close(file);
        if (memory == MAP_FAILED) {
            perror("mmap");
            return 1;
        }
        stage.marks = (uint64_t *)memory;
        stamp(stage.marks, BEAT_COST, stage.beat_cost);
        stamp(stage.marks, STAMP_COST, stage.stamp_cost);
        // The main thread is the one that will ask.
        stamp(stage.marks, REQUESTER, (uint64_t)syscall(SYS_gettid));
        play(&stage);
    }
    return 0;
}

#endif
