// The work ends the program after its first beat: the harness has to say so, and give no verdict.

#include <thread>

#include "stage.hpp"

static void infinite_task(Pulse pulse) {
    pulse.beat();
    _exit(7);
}

static void play(Stage &stage) {
    std::thread infinite{infinite_task, stage.pulse()};

    stage.quick_task();

    stage.request();
    infinite.join();
    stage.acknowledge("()");
}

int main() {
    return play_all<play>();
}
