// worker.terminate() ends a worker that computes, in the same process, and nothing of it is cleaned up.
//
// The engine looks for a termination at every turn of a loop, as it does for its own garbage collector. What is thrown
// cannot be caught, and no `finally` runs. A worker inside a synchronous call of Node's, as execSync, is ended when that
// returns. The promise is settled when the worker's thread has ended.
// https://nodejs.org/api/worker_threads.html#workerterminate
//
// `src/stage.js` says what a pulse, a beat, a request and an acknowledgement are.

"use strict";

const { Worker, isMainThread, workerData } = require("node:worker_threads");
const { Pulse, play } = require("../stage.js");

if (isMainThread) {
  play(async (stage) => {
    const infinite = new Worker(__filename, { workerData: stage.lend() });
    stage.endsWith(infinite);

    await stage.quickTask();

    stage.request();
    const code = await infinite.terminate();
    stage.acknowledge(code);
  });
} else {
  const pulse = new Pulse(workerData);
  try {
    for (;;) pulse.beat();
  } finally {
    pulse.end();
  }
}
