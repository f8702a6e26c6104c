// The work looks for the request once a beat: the harness has to find its halts evenly spread over the beat.

#include "stage.h"

static void *infinite_task(void *argument) {
    struct pulse *pulse = argument;
    while (pulse_requested(pulse) == 0) {
        pulse_beat(pulse);
        nanosleep(&pulse->interval, NULL);
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
