// A computing thread that is cancelled anywhere leaves its lock behind too, and its clean-up may not touch it.
//
// With asynchronous cancellation a handler cannot know where the thread was: it may have been inside the very function
// that takes the lock or gives it free. POSIX names three functions that are safe to call meanwhile, and those of mutexes
// are not among them. https://man7.org/linux/man-pages/man3/pthread_setcanceltype.3.html
//
// `src/stage.h` says what a pulse, a beat, a request and an acknowledgement are.

#include "stage.h"

static pthread_mutex_t lock;

static void *infinite_task(void *argument) {
    struct pulse *pulse = argument;
    pthread_mutex_lock(&lock);
    pulse_take_record(pulse);
    pthread_cleanup_push(pulse_end, pulse);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    for (;;) {
        pulse_beat(pulse);
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
