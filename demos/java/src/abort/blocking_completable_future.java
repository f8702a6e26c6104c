// CompletableFuture.cancel(true) interrupts nothing: the future is cancelled, and the thread behind it goes on.
//
// A CompletableFuture does not know who will complete it, so there is no thread that it could interrupt: "this value has
// no effect in this implementation". Whoever waits reads CancellationException. Submit the work to an ExecutorService
// instead: the Future of submit() does interrupt its thread.
// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/concurrent/CompletableFuture.html#cancel(boolean)
//
// `src/Stage.java` says what a pulse, a beat, a request and an acknowledgement are.

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

class Main {
    static Void infiniteTask(Stage.Pulse pulse) {
        try (pulse) {
            while (true) {
                pulse.beat();
                pulse.sleep();
            }
        } catch (InterruptedException interrupted) {
            return null;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Stage.play(stage -> {
            Stage.Pulse pulse = stage.pulse();
            CompletableFuture<Void> infinite = CompletableFuture.supplyAsync(() -> infiniteTask(pulse));

            stage.quickTask();

            stage.request();
            boolean cancelled = infinite.cancel(true);
            try {
                infinite.join();
            } catch (CancellationException exception) {
                stage.acknowledge("cancel returned " + cancelled + ", join threw " + exception);
            }
        });
    }
}
