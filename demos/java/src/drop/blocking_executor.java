// close() of an ExecutorService waits for its tasks, and a task that never ends keeps it waiting.
//
// A pool is AutoCloseable from Java 19 on, so that a `try` waits at its end for all that it submitted. It interrupts
// nobody, unless the thread that waits is itself interrupted.
// https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/concurrent/ExecutorService.html#close()
//
// `src/Stage.java` says what a pulse, a beat, a request and an acknowledgement are.

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class Main {
    static void infiniteTask(Stage.Pulse pulse) throws InterruptedException {
        try (pulse) {
            while (true) {
                pulse.beat();
                pulse.sleep();
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        Stage.play(stage -> {
            Stage.Pulse pulse = stage.pulse();
            try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
                pool.submit(() -> {
                    infiniteTask(pulse);
                    return null;
                });

                stage.quickTask();

                stage.request();
            }
            stage.acknowledge("closed");
        });
    }
}
