// What a program sees: the stage of demos/c, as C++ writes it. The destructor of a pulse is the halt.

#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include "../../c/src/stage.h"

// The infinite task's sign of life. Its destructor is the task's clean-up: the halt.
class Pulse {
public:
    explicit Pulse(stage &on) : pulse_{stage_pulse(&on)} {}
    Pulse(Pulse &&other) noexcept : pulse_{other.pulse_}, owns_{std::exchange(other.owns_, false)} {}
    Pulse(const Pulse &) = delete;
    Pulse &operator=(const Pulse &) = delete;
    Pulse &operator=(Pulse &&) = delete;
    ~Pulse() {
        if (owns_) {
            pulse_end(&pulse_);
        }
    }

    // "I'm still standing".
    void beat() { pulse_beat(&pulse_); }

    // The instant of the request; zero if it has not come. Only the programs in `conformance` look at it.
    std::uint64_t requested() { return pulse_requested(&pulse_); }

    std::chrono::nanoseconds interval() const {
        return std::chrono::seconds{pulse_.interval.tv_sec} + std::chrono::nanoseconds{pulse_.interval.tv_nsec};
    }

private:
    struct pulse pulse_;
    bool owns_ = true;
};

// The stage of one playing: see stage.h for what each stamps.
class Stage {
public:
    explicit Stage(stage &on) : stage_{on} {}
    Pulse pulse() { return Pulse{stage_}; }
    void quick_task() { stage_quick_task(&stage_); }
    void request() { stage_request(&stage_); }
    void invariant(bool holds) { stage_invariant(&stage_, holds); }
    void acknowledge(const char *returned) { stage_acknowledge(&stage_, returned); }

private:
    stage &stage_;
};

// Plays a case once for every line that the harness writes.
template <void Play(Stage &)> inline int play_all() {
    return stage_play([](stage *on) {
        Stage stage{*on};
        Play(stage);
    });
}
