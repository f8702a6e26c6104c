// A lock in shared memory stays locked when the worker that holds it is terminated.
//
// It is a number in a SharedArrayBuffer, taken by Atomics, as every lock between workers is. No `finally` runs, nothing
// else knows that the number is a lock, and the next one waits for ever.
// https://nodejs.org/api/worker_threads.html#workerterminate,
// https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Atomics
//
// `src/stage.js` says what a pulse, a beat, a request and an acknowledgement are.

"use strict";

const { Worker, isMainThread, workerData } = require("node:worker_threads");
const { Pulse, play } = require("../stage.js");

const FREE = 0, TAKEN = 1;

if (isMainThread) {
  play(async (stage) => {
    const lock = new Int32Array(new SharedArrayBuffer(4));
    const infinite = new Worker(__filename, { workerData: { ...stage.lend(), lock } });
    stage.endsWith(infinite);

    await stage.quickTask();

    stage.request();
    const code = await infinite.terminate();
    stage.acknowledge(code);
    stage.invariant(Atomics.compareExchange(lock, 0, FREE, TAKEN) === FREE);
  });
} else {
  const { lock } = workerData;
  const pulse = new Pulse(workerData);
  while (Atomics.compareExchange(lock, 0, FREE, TAKEN) !== FREE) Atomics.wait(lock, 0, TAKEN);
  try {
    pulse.takeRecord();
    for (;;) pulse.beat();
  } finally {
    Atomics.store(lock, 0, FREE);
    Atomics.notify(lock, 0);
    pulse.end();
  }
}
