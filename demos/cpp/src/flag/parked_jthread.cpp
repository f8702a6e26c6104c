// std::jthread asks its thread to stop when it is destroyed, wakes it from its wait, and joins it.
//
// The thread looks at a stop_token, and condition_variable_any waits for the token too: request_stop wakes it at once.
// The destructor of jthread does what that of thread does not: it requests the stop, and joins.
// https://en.cppreference.com/w/cpp/thread/jthread,
// https://en.cppreference.com/w/cpp/thread/condition_variable_any/wait_for
//
// `stage.h` of demos/c says what a pulse, a beat, a request and an acknowledgement are.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "stage.hpp"

static void play(Stage &stage) {
    std::optional<std::jthread> infinite{std::in_place, [pulse = stage.pulse()](std::stop_token stop) mutable {
        std::mutex mutex;
        std::condition_variable_any changed;
        std::unique_lock lock{mutex};
        while (!stop.stop_requested()) {
            pulse.beat();
            changed.wait_for(lock, stop, pulse.interval(), [] { return false; });
        }
    }};

    stage.quick_task();

    stage.request();
    infinite.reset();
    stage.acknowledge("()");
}

int main() {
    return play_all<play>();
}
