// interrupt() ends the sleep of a virtual thread as it ends that of any other: it throws InterruptedException.
//
// A virtual thread that sleeps has no thread of the system's: its stack is on the heap, and the interrupt puts it back
// on one of a few carriers. One that computes keeps its carrier, and an interrupt ends it no more than it ends any other.
// https://openjdk.org/jeps/444
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
            Thread infinite = Thread.ofVirtual().start(() -> infiniteTask(pulse));

            stage.quickTask();

            stage.request();
            infinite.interrupt();
            infinite.join();
            stage.acknowledge(infinite.getState());
        });
    }
}
