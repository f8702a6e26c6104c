// What a program sees, and all that it sees: the stage that a demo in Rust sees too.
//
// A program starts an infinite task that beats a pulse, awaits the quick task, says `request()` just before it asks the
// infinite task to stop, and `acknowledge()` once the API has told it that the task has ended. Nothing here decides
// about stopping. JavaScript cannot map memory, so each stamp is written to the file that the harness has mapped: the
// system shows it there at once. What that costs is measured, and a run says it. The time is `process.hrtime`, which
// is CLOCK_MONOTONIC, the harness's own clock.

"use strict";

const fs = require("node:fs");
const readline = require("node:readline");

// Where the stamps are in the shared memory, in steps of eight bytes: shared/stage/src/memory.rs.
const BEATS = 0, GIVEN = 1, INVARIANT = 3, HALT = 16, REQUEST = 32;
const ACKNOWLEDGEMENT = 48, BEATS_THEN = 49, RETURNED_LENGTH = 50;
const PROCESS = 64, REQUESTER = 65, BEAT_COST = 66, END = 67, STAMP_COST = 70;
const RETURNED_AT = 640, RETURNED_BYTES = 256;

const cell = new BigUint64Array(1);

function stamp(file, at, value) {
  cell[0] = value;
  fs.writeSync(file, cell, 0, 8, at * 8);
}

function read(file, at) {
  fs.readSync(file, cell, 0, 8, at * 8);
  return cell[0];
}

// The infinite task's sign of life. `end()` in a `finally` is the task's clean-up: the halt.
class Pulse {
  #file;
  #beats = 0n;

  // Of a stage, or of what a stage lent to a worker: `stage.lend()`.
  constructor({ file, interval }) {
    this.#file = file;
    this.interval = interval;
    stamp(file, PROCESS, BigInt(process.pid));
  }

  // "I'm still standing".
  beat() {
    this.#beats += 1n;
    stamp(this.#file, BEATS, this.#beats);
  }

  // Counts a record that the work was given, in a case that shows what is lost.
  takeRecord() {
    stamp(this.#file, GIVEN, read(this.#file, GIVEN) + 1n);
  }

  // The instant of the request; zero if it has not come. Only the programs in `conformance` look at it.
  requested() {
    return read(this.#file, REQUEST);
  }

  end() {
    stamp(this.#file, HALT, process.hrtime.bigint());
  }
}

// The stage of one playing. The main thread is the one that will ask.
class Stage {
  #file;
  #lines;

  constructor(path, lines) {
    this.#file = fs.openSync(path, "r+");
    this.#lines = lines;
    // In milliseconds, as timers have it.
    this.interval = Number(process.env.STILL_STANDING_INTERVAL_NS) / 1e6;
    stamp(this.#file, BEAT_COST, COSTS.beat);
    stamp(this.#file, STAMP_COST, COSTS.stamp);
    stamp(this.#file, REQUESTER, BigInt(process.pid));
  }

  pulse() {
    return new Pulse(this.lend());
  }

  // What a worker makes its pulse of. A worker that is ended from outside stamps no halt, so that its exit is the end.
  lend() {
    return { file: this.#file, interval: this.interval };
  }

  endsWith(worker) {
    worker.once("exit", () => stamp(this.#file, END, process.hrtime.bigint()));
  }

  // Is done first. The request follows it.
  async quickTask() {
    tell("quick");
    await this.#lines.next();
  }

  // Say it on the line before the mechanism's call.
  request() {
    stamp(this.#file, REQUEST, process.hrtime.bigint());
  }

  // Says whether what the work and its caller share is as it should be. Say it after the acknowledgement.
  invariant(holds) {
    stamp(this.#file, INVARIANT, holds ? 1n : 2n);
  }

  // Say it on the line after, with what the API returned.
  acknowledge(returned) {
    const now = process.hrtime.bigint();
    stamp(this.#file, BEATS_THEN, read(this.#file, BEATS));
    stamp(this.#file, ACKNOWLEDGEMENT, now);
    const text = Buffer.from(String(returned)).subarray(0, RETURNED_BYTES);
    fs.writeSync(this.#file, text, 0, text.length, RETURNED_AT);
    stamp(this.#file, RETURNED_LENGTH, BigInt(text.length));
    tell("acknowledged");
  }
}

// What a program prints is not for the harness: it has standard output to itself.
function tell(line) {
  fs.writeSync(1, `${line}\n`);
}

// What a beat and a stamp cost here, in ns: the least of some timings, as a disturbance only adds.
function costs() {
  const path = `/dev/shm/still-standing-cost-${process.pid}`;
  const file = fs.openSync(path, "w+");
  fs.unlinkSync(path);
  const pulse = new Pulse({ file, interval: 0 });
  const cost = (what) => {
    let least = 1n << 62n;
    for (let timing = 0; timing < 4; timing++) {
      const start = process.hrtime.bigint();
      for (let time = 0; time < 1000; time++) what();
      const each = (process.hrtime.bigint() - start) / 1000n;
      if (each < least) least = each;
    }
    return least;
  };
  const costs = { beat: cost(() => pulse.beat()), stamp: cost(() => pulse.end()) };
  fs.closeSync(file);
  return costs;
}

let COSTS = { beat: 0n, stamp: 0n };

// Plays `main(stage)` once for every line that the harness writes: the path of fresh memory.
async function play(main) {
  COSTS = costs();
  const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    await main(new Stage(line.value, lines));
  }
  process.exit();
}

module.exports = { Pulse, play };
