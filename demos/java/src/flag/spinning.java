// A volatile flag ends a thread that computes, because it looks at every turn.
//
// Without `volatile` the compiler may read the flag once, before the loop, and the thread never sees it change.
// https://docs.oracle.com/javase/specs/jls/se17/html/jls-8.html#jls-8.3.1.4
//
// `src/Stage.java` says what a pulse, a beat, a request and an acknowledgement are.

class Main {
    private static volatile boolean stop;

    static void infiniteTask(Stage.Pulse pulse) {
        try (pulse) {
            while (!stop) {
                pulse.beat();
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        Stage.play(stage -> {
            stop = false;
            Stage.Pulse pulse = stage.pulse();
            Thread infinite = new Thread(() -> infiniteTask(pulse));
            infinite.setDaemon(true);
            infinite.start();

            stage.quickTask();

            stage.request();
            stop = true;
            infinite.join();
            stage.acknowledge(infinite.getState());
        });
    }
}
