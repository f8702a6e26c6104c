// The work looks for the request once a beat: the harness has to find its halts evenly spread over the beat.

#include <thread>

#include "stage.hpp"

static void infinite_task(Pulse pulse) {
    while (pulse.requested() == 0) {
        pulse.beat();
        std::this_thread::sleep_for(pulse.interval());
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
