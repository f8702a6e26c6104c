// Asynchronous cancellation ends a thread that computes, at any instruction.
//
// The thread has said that it may be ended anywhere, and so it is: by a signal, wherever it is, with its clean-up
// handlers. Only three functions are safe in such a thread, and malloc is not among them: ended inside it, the thread
// may leave its lock held for ever.
// https://man7.org/linux/man-pages/man3/pthread_setcanceltype.3.html
//
// `src/stage.h` says what a pulse, a beat, a request and an acknowledgement are.

#include "stage.h"

static void *infinite_task(void *argument) {
    struct pulse *pulse = argument;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
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
