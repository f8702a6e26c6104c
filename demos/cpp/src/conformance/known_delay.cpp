// The work halts a millisecond after the request, by the stamps: the harness has to read just that.

#include <thread>

#include "stage.hpp"

static void infinite_task(Pulse pulse) {
    while (pulse.requested() == 0) {
        pulse.beat();
    }
    while (now_ns() < pulse.requested() + 1000000) {
    }
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
