// What a program sees, and all that it sees: the stage that a demo in Rust sees too.
//
// A program starts an infinite task that beats a pulse, waits for the quick task, says `request()` just before it asks
// the infinite task to stop, and `acknowledge()` once the API has told it that the task has ended. Nothing here decides
// about stopping. The stamps are written straight to memory that the harness shares, by System.nanoTime(), which on
// Linux is CLOCK_MONOTONIC, the harness's own clock.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The stage of one playing. The main thread is the one that will ask. */
final class Stage {
    // Where the stamps are in the shared memory, in steps of eight bytes: shared/stage/src/memory.rs.
    static final int BEATS = 0, GIVEN = 1, INVARIANT = 3, HALT = 16, REQUEST = 32;
    static final int ACKNOWLEDGEMENT = 48, BEATS_THEN = 49, RETURNED_LENGTH = 50;
    static final int PROCESS = 64, REQUESTER = 65, BEAT_COST = 66, STAMP_COST = 70;
    static final int RETURNED_AT = 640, RETURNED_BYTES = 256;

    private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final BufferedReader ORDERS = new BufferedReader(new InputStreamReader(System.in));
    private static final PrintStream HARNESS = System.out;

    private final ByteBuffer marks;
    private final long intervalNs = Long.parseLong(System.getenv("STILL_STANDING_INTERVAL_NS"));

    private Stage(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            marks = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size());
        }
        stamp(marks, BEAT_COST, BEAT.of());
        stamp(marks, STAMP_COST, STAMP.of());
        // `thread-self` leads to PROCESS/task/THREAD.
        String thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
        stamp(marks, REQUESTER, Long.parseLong(thread));
    }

    /** What plays a case. */
    interface Case {
        void play(Stage stage) throws Exception;
    }

    /** Plays a case once for every line that the harness writes: the path of fresh memory. */
    static void play(Case one) throws Exception {
        // What a program prints is not for the harness.
        System.setOut(System.err);
        for (String line = ORDERS.readLine(); line != null; line = ORDERS.readLine()) {
            one.play(new Stage(Path.of(line)));
        }
        System.exit(0);
    }

    /** The pulse of the infinite task. Leaving its `try` is the task's clean-up: the halt. */
    Pulse pulse() {
        stamp(marks, PROCESS, ProcessHandle.current().pid());
        return new Pulse(marks, intervalNs);
    }

    /** Blocks until the quick task is done, which completes first. The request follows it. */
    void quickTask() throws IOException {
        tell("quick");
        if (ORDERS.readLine() == null) {
            Runtime.getRuntime().halt(1); // The harness is gone.
        }
    }

    /** Stamps the request. Say it on the line before the mechanism's call. */
    void request() {
        stamp(marks, REQUEST, System.nanoTime());
    }

    /** Says whether what the work and its caller share is as it should be. Say it after the acknowledgement. */
    void invariant(boolean holds) {
        stamp(marks, INVARIANT, holds ? 1 : 2);
    }

    /** Stamps the acknowledgement, and keeps what the API returned. Say it on the line after. */
    void acknowledge(Object returned) {
        long now = System.nanoTime();
        stamp(marks, BEATS_THEN, (long) LONG.getAcquire(marks, BEATS * 8));
        stamp(marks, ACKNOWLEDGEMENT, now);
        byte[] text = String.valueOf(returned).getBytes(StandardCharsets.UTF_8);
        text = Arrays.copyOf(text, Math.min(text.length, RETURNED_BYTES));
        marks.put(RETURNED_AT, text);
        stamp(marks, RETURNED_LENGTH, text.length);
        tell("acknowledged");
    }

    static void stamp(ByteBuffer marks, int at, long value) {
        LONG.setRelease(marks, at * 8, value);
    }

    private static void tell(String line) {
        HARNESS.println(line);
        HARNESS.flush();
    }

    private static final Cost BEAT = new Cost(Pulse::beat), STAMP = new Cost(Pulse::close);

    /** What something costs here, in ns, as compiled code: the least of some timings, as a disturbance only adds. */
    private record Cost(java.util.function.Consumer<Pulse> what, long[] known) {
        Cost(java.util.function.Consumer<Pulse> what) {
            this(what, new long[1]);
        }

        long of() {
            if (known[0] == 0) {
                Pulse pulse = new Pulse(ByteBuffer.allocateDirect(512).order(ByteOrder.nativeOrder()), 0);
                known[0] = Long.MAX_VALUE;
                for (int timing = 0; timing < 20; timing++) {
                    long start = System.nanoTime();
                    for (int time = 0; time < 10_000; time++) {
                        what.accept(pulse);
                    }
                    known[0] = Math.min(known[0], Math.max(1, (System.nanoTime() - start) / 10_000));
                }
            }
            return known[0];
        }
    }

    /** The infinite task's sign of life. Only one thread beats it. */
    static final class Pulse implements AutoCloseable {
        private final ByteBuffer marks;
        private final long intervalNs;
        private long beats;

        private Pulse(ByteBuffer marks, long intervalNs) {
            this.marks = marks;
            this.intervalNs = intervalNs;
        }

        /** "I'm still standing". */
        void beat() {
            LONG.setRelease(marks, BEATS * 8, ++beats);
        }

        /** Counts a record that the work was given, in a case that shows what is lost. */
        void takeRecord() {
            LONG.getAndAdd(marks, GIVEN * 8, 1L);
        }

        /** The instant of the request; zero if it has not come. Only the programs in `conformance` look at it. */
        long requested() {
            return (long) LONG.getAcquire(marks, REQUEST * 8);
        }

        /** Sleeps for a beat. */
        void sleep() throws InterruptedException {
            Thread.sleep(intervalNs / 1_000_000, (int) (intervalNs % 1_000_000));
        }

        @Override
        public void close() {
            stamp(marks, HALT, System.nanoTime());
        }
    }
}
