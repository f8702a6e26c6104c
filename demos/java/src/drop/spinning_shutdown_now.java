// shutdownNow() of an ExecutorService interrupts its threads: a task that computes goes on, and so does its pool.
//
// "There are no guarantees beyond best-effort attempts to stop processing actively executing tasks": it is interrupt()
// for each, so whether they end is decided by the tasks. awaitTermination says after its time that they have not.
// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/concurrent/ExecutorService.html#shutdownNow()
//
// `src/Stage.java` says what a pulse, a beat, a request and an acknowledgement are.

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

class Main {
    static void infiniteTask(Stage.Pulse pulse) {
        try (pulse) {
            while (true) {
                pulse.beat();
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        Stage.play(stage -> {
            Stage.Pulse pulse = stage.pulse();
            ExecutorService pool = Executors.newSingleThreadExecutor();
            pool.submit(() -> infiniteTask(pulse));

            stage.quickTask();

            stage.request();
            pool.shutdownNow();
            boolean ended = pool.awaitTermination(0, TimeUnit.SECONDS);
            stage.acknowledge(ended);
        });
    }
}
