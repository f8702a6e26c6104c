// Thread.stop() ended a thread anywhere, until Java 20 took it away.
//
// It throws ThreadDeath where the thread is, so that `finally` and `try` clean up, and monitors are given free: with
// what they protect half done. That is why it was deprecated, and from 20 on it throws UnsupportedOperationException.
// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/doc-files/threadPrimitiveDeprecation.html,
// https://bugs.openjdk.org/browse/JDK-8289610
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

    // Deprecated since 1998; it throws from Java 20 on.
    @SuppressWarnings({"deprecation", "removal"})
    public static void main(String[] arguments) throws Exception {
        Stage.play(stage -> {
            Stage.Pulse pulse = stage.pulse();
            Thread infinite = new Thread(() -> infiniteTask(pulse));
            infinite.setDaemon(true);
            infinite.start();

            stage.quickTask();

            stage.request();
            infinite.stop();
            infinite.join();
            stage.acknowledge(infinite.getState());
        });
    }
}
