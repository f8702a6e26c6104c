// The work looks for the request once a beat: the harness has to find its halts evenly spread over the beat.

class Main {
    static void infiniteTask(Stage.Pulse pulse) {
        try (pulse) {
            while (pulse.requested() == 0) {
                pulse.beat();
                pulse.sleep();
            }
        } catch (InterruptedException nobodyInterrupts) {
            throw new IllegalStateException(nobodyInterrupts);
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
