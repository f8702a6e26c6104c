// A thread that Thread.stop() ends gives its monitors free, and leaves what they protect half done.
//
// ThreadDeath leaves the `synchronized` block as any exception does, so the next one gets the monitor at once, and finds
// what should never be seen: one balance changed and the other not. "Objects may be left in a damaged state" was the
// reason to deprecate it.
// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/doc-files/threadPrimitiveDeprecation.html
//
// `src/Stage.java` says what a pulse, a beat, a request and an acknowledgement are.

class Main {
    static final class Balances {
        int left = 1000;
        int right = 1000;
    }

    static void infiniteTask(Stage.Pulse pulse, Balances balances) {
        try (pulse) {
            synchronized (balances) {
                pulse.takeRecord();
                balances.left -= 100;
                while (true) {
                    pulse.beat();
                }
            }
        }
    }

    // Deprecated since 1998; it throws from Java 20 on.
    @SuppressWarnings({"deprecation", "removal"})
    public static void main(String[] arguments) throws Exception {
        Stage.play(stage -> {
            Stage.Pulse pulse = stage.pulse();
            Balances balances = new Balances();
            Thread infinite = new Thread(() -> infiniteTask(pulse, balances));
            infinite.setDaemon(true);
            infinite.start();

            stage.quickTask();

            stage.request();
            infinite.stop();
            infinite.join();
            stage.acknowledge(infinite.getState());
            synchronized (balances) {
                stage.invariant(balances.left + balances.right == 2000);
            }
        });
    }
}
