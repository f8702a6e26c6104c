// A thread that computes is not ended by interrupt(): it would have to look at the flag itself.
//
// interrupt() sets the flag and returns. Some waits look at it, and who calls `Thread.interrupted()`: this loop does
// neither. https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/Thread.html#interrupt()
//
// `src/Stage.java` says what a pulse, a beat, a request and an acknowledgement are.

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
