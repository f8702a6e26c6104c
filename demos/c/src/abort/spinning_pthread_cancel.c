// A thread that computes has no cancellation point, so pthread_cancel does not end it.
//
// The cancellation is pending, and pthread_join waits for it for as long as the thread computes. pthread_cancel has
// returned 0: the request was accepted.
// https://man7.org/linux/man-pages/man3/pthread_cancel.3.html,
// https://stackoverflow.com/questions/7961029
//
// `src/stage.h` says what a pulse, a beat, a request and an acknowledgement are.

#include "stage.h"

static void *infinite_task(void *argument) {
    struct pulse *pulse = argument;
    pthread_cleanup_push(pulse_end, pulse);
    for (;;) {
        pulse_beat(pulse);
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
