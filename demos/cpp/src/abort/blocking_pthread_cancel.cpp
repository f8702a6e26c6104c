// pthread_cancel in C++ unwinds the stack of the thread, with glibc, and its destructors run.
//
// There the cancellation is an exception that cannot be swallowed: a `catch (...)` that does not throw it again
// ends the whole program, and so does a function that is noexcept. Other C libraries need not unwind: musl runs only what
// pthread_cleanup_push has noted. std::thread has no way to cancel; its native handle
// has this one.
// https://gcc.gnu.org/onlinedocs/libstdc++/manual/using_exceptions.html (Cancellation),
// https://man7.org/linux/man-pages/man3/pthread_cancel.3.html
//
// `stage.h` of demos/c says what a pulse, a beat, a request and an acknowledgement are.

#include <thread>

#include "stage.hpp"

static void play(Stage &stage) {
    std::thread infinite{[pulse = stage.pulse()]() mutable {
        for (;;) {
            pulse.beat();
            std::this_thread::sleep_for(pulse.interval());
        }
    }};

    stage.quick_task();

    stage.request();
    pthread_cancel(infinite.native_handle());
    infinite.join();
    stage.acknowledge("()");
}

int main() {
    return play_all<play>();
}
