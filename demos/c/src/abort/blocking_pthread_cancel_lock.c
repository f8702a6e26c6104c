// A thread that is cancelled while it holds a lock leaves it locked: nobody will ever get it.
//
// pthread_cancel runs clean-up handlers, and a mutex has none of its own. Afterwards the caller finds it busy, with no
// thread left that could unlock it. A handler that unlocks it would let the caller see what the thread had half done.
// https://man7.org/linux/man-pages/man3/pthread_cancel.3.html,
// https://man7.org/linux/man-pages/man3/pthread_mutexattr_setrobust.3.html
//
// `src/stage.h` says what a pulse, a beat, a request and an acknowledgement are.

#include "stage.h"

static pthread_mutex_t lock;

static void *infinite_task(void *argument) {
    struct pulse *pulse = argument;
    pthread_cleanup_push(pulse_end, pulse);
    for (;;) {
        pthread_mutex_lock(&lock);
        pulse_take_record(pulse);
        pulse_beat(pulse);
        nanosleep(&pulse->interval, NULL);
        pulse_finish_record(pulse);
        pthread_mutex_unlock(&lock);
    }
    pthread_cleanup_pop(1);
    return NULL;
}

static void play(struct stage *stage) {
    pthread_mutex_init(&lock, NULL);
    struct pulse pulse = stage_pulse(stage);
    pthread_t infinite;
    pthread_create(&infinite, NULL, infinite_task, &pulse);

    stage_quick_task(stage);

    stage_request(stage);
    pthread_cancel(infinite);
    void *ended;
    pthread_join(infinite, &ended);
    stage_acknowledge(stage, ended == PTHREAD_CANCELED ? "PTHREAD_CANCELED" : "something else");
    stage_invariant(stage, pthread_mutex_trylock(&lock) == 0);
}

int main(void) {
    return stage_play(play);
}
