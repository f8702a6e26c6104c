// The work halts a millisecond after the request, by the stamps: the harness has to read just that.

class Main {
    static void infiniteTask(Stage.Pulse pulse) {
        try (pulse) {
            while (pulse.requested() == 0) {
                pulse.beat();
            }
            while (System.nanoTime() < pulse.requested() + 1_000_000) {
                // It has nothing to do until then.
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
            infinite.join();
            stage.acknowledge(infinite.getState());
        });
    }
}
