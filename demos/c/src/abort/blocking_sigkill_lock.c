// A process that is killed while it holds a mutex in shared memory leaves it locked: nobody will ever get it.
//
// The kernel closes what the process had open, and frees its memory. A mutex is neither: it is a number in memory that
// other processes still have, and it says that somebody holds it.
// https://man7.org/linux/man-pages/man3/pthread_mutexattr_setpshared.3.html
//
// `src/stage.h` says what a pulse, a beat, a request and an acknowledgement are.

#include <sys/wait.h>

#include "stage.h"

// In memory that both processes have.
static pthread_mutex_t *lock;

static void infinite_task(struct stage *stage) {
    // A process that is forked off does not outlive this one.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct pulse pulse = stage_pulse(stage);
    pthread_mutex_lock(lock);
    pulse_take_record(&pulse);
    for (;;) {
        pulse_beat(&pulse);
        nanosleep(&pulse.interval, NULL);
    }
}

static void play(struct stage *stage) {
    lock = mmap(NULL, sizeof *lock, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(lock, &attributes);
    pid_t infinite = fork();
    if (infinite == 0) {
        infinite_task(stage);
    }

    stage_quick_task(stage);

    stage_request(stage);
    kill(infinite, SIGKILL);
    int status;
    waitpid(infinite, &status, 0);
    stage_acknowledge(stage, "killed");
    stage_invariant(stage, pthread_mutex_trylock(lock) == 0);
}

int main(void) {
    return stage_play(play);
}
