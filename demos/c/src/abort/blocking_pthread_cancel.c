// pthread_cancel ends a thread that sleeps, and its clean-up handlers run.
//
// nanosleep is a cancellation point: the thread ends there as if it had called pthread_exit, and what it pushed with
// pthread_cleanup_push runs. With glibc, the end is an exception that unwinds the stack.
// https://man7.org/linux/man-pages/man3/pthread_cancel.3.html,
// https://man7.org/linux/man-pages/man7/pthreads.7.html (Cancellation points)
//
// `src/stage.h` says what a pulse, a beat, a request and an acknowledgement are.

#include "stage.h"

static void *infinite_task(void *argument) {
    struct pulse *pulse = argument;
    pthread_cleanup_push(pulse_end, pulse);
    for (;;) {
        pulse_beat(pulse);
        nanosleep(&pulse->interval, NULL);
    }
    pthread_cleanup_pop(1);
    return NULL;
}

static void play(struct stage *stage) {
    struct pulse pulse = stage_pulse(stage);
    pthread_t infinite;
    pthread_create(&infinite, NULL, infinite_task, &pulse);

    stage_quick_task(stage);

    stage_request(stage);
    pthread_cancel(infinite);
    void *ended;
    pthread_join(infinite, &ended);
    stage_acknowledge(stage, ended == PTHREAD_CANCELED ? "PTHREAD_CANCELED" : "something else");
}

int main(void) {
    return stage_play(play);
}
