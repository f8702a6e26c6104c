// interrupt() ends a sleep: it throws InterruptedException, and the task cleans up.
//
// The interrupt is a flag. Waits that throw InterruptedException look at it; one for a monitor, Lock.lock() and a read of
// a socket or of System.in do not. A task that catches the exception and goes on has taken
// the flag away with it, and nobody else will see it.
// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/Thread.html#interrupt()
//
// `src/Stage.java` says what a pulse, a beat, a request and an acknowledgement are.

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
            Thread infinite = new Thread(() -> infiniteTask(pulse));
            infinite.setDaemon(true);
            infinite.start();

            stage.quickTask();

            stage.request();
            infinite.interrupt();
            infinite.join();
            stage.acknowledge(infinite.getState());
        });
    }
}
