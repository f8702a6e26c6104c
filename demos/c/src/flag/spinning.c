// An atomic flag ends a thread that computes, because it looks at every turn.
//
// A plain `int`, or a `volatile` one, is a data race: the compiler may read the first once, before the loop.
// https://en.cppreference.com/w/c/atomic
//
// `src/stage.h` says what a pulse, a beat, a request and an acknowledgement are.

#include <stdatomic.h>
#include <stdbool.h>

#include "stage.h"

static atomic_bool stop;

static void *infinite_task(void *argument) {
    struct pulse *pulse = argument;
    while (!atomic_load_explicit(&stop, memory_order_relaxed)) {
        pulse_beat(pulse);
    }
    pulse_end(pulse);
    return NULL;
}

static void play(struct stage *stage) {
    atomic_store(&stop, false);
    struct pulse pulse = stage_pulse(stage);
    pthread_t infinite;
    pthread_create(&infinite, NULL, infinite_task, &pulse);

    stage_quick_task(stage);

    stage_request(stage);
    atomic_store_explicit(&stop, true, memory_order_relaxed);
    pthread_join(infinite, NULL);
    stage_acknowledge(stage, "joined");
}

int main(void) {
    return stage_play(play);
}
