// Future.cancel(true), of a Future that submit() returned, interrupts the thread that runs its task.
//
// Such a future knows its thread. A task that sleeps is woken with an InterruptedException, and ends. get() throws
// CancellationException at once, so the pool says when the task has ended: awaitTermination. A CompletableFuture
// interrupts nothing: blocking-completable-future.
// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/concurrent/Future.html#cancel(boolean)
//
// `src/Stage.java` says what a pulse, a beat, a request and an acknowledgement are.

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

class Main {
    static void infiniteTask(Stage.Pulse pulse) {
        try (pulse) {
            while (true) {
                pulse.beat();
                pulse.sleep();
            }
        } catch (InterruptedException interrupted) {
            // It ends.
        }
    }

    public static void main(String[] arguments) throws Exception {
        Stage.play(stage -> {
            Stage.Pulse pulse = stage.pulse();
            ExecutorService pool = Executors.newSingleThreadExecutor();
            Future<?> infinite = pool.submit(() -> infiniteTask(pulse));
            pool.shutdown();

            stage.quickTask();

            stage.request();
            boolean cancelled = infinite.cancel(true);
            boolean ended = pool.awaitTermination(1, TimeUnit.MINUTES);
            stage.acknowledge("cancel returned " + cancelled + ", ended: " + ended);
        });
    }
}
