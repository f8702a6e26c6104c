// The work ends the program after its first beat: the harness has to say so, and give no verdict.

class Main {
    static void infiniteTask(Stage.Pulse pulse) {
        try (pulse) {
            pulse.beat();
            Runtime.getRuntime().halt(7);
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
