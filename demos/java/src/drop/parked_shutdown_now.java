// shutdownNow() of an ExecutorService ends a task that waits: the interrupt makes the wait throw.
//
// It is the same call as in spinning_shutdown_now.java; what differs is the task. awaitTermination returns when the last
// one has ended.
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
                pulse.sleep();
            }
        } catch (InterruptedException asked) {
            // The pulse is closed already.
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
            boolean ended = pool.awaitTermination(1, TimeUnit.HOURS);
            stage.acknowledge(ended);
        });
    }
}
