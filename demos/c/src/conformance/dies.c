// The work ends the program after its first beat: the harness has to say so, and give no verdict.

#include "stage.h"

static void *infinite_task(void *argument) {
    struct pulse *pulse = argument;
    pulse_beat(pulse);
    _exit(7);
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
