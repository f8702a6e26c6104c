// The work halts a millisecond after the request, by the stamps: the harness has to read just that.

#include "stage.h"

static void *infinite_task(void *argument) {
    struct pulse *pulse = argument;
    while (pulse_requested(pulse) == 0) {
        pulse_beat(pulse);
    }
    while (now_ns() < pulse_requested(pulse) + 1000000) {
    }
    pulse_end(pulse);
    return NULL;
}

static void play(struct stage *stage) {
    struct pulse pulse = stage_pulse(stage);
    pthread_t infinite;
    pthread_create(&infinite, NULL, infinite_task, &pulse);

    stage_quick_task(stage);

    stage_request(stage);
    pthread_join(infinite, NULL);
    stage_acknowledge(stage, "joined");
}

int main(void) {
    return stage_play(play);
}
