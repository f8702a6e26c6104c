// A flag in memory that threads share ends a worker that computes, because it looks at every turn.
//
// A worker shares nothing with the thread that started it but what is in a SharedArrayBuffer. Atomics reads it anew each
// time. https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Atomics,
// https://nodejs.org/api/worker_threads.html
//
// `src/stage.js` says what a pulse, a beat, a request and an acknowledgement are.

"use strict";

const { Worker, isMainThread, workerData } = require("node:worker_threads");
const { Pulse, play } = require("../stage.js");

if (isMainThread) {
  play(async (stage) => {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const infinite = new Worker(__filename, { workerData: { ...stage.lend(), stop } });
    const ended = new Promise((resolve) => infinite.once("exit", resolve));

    await stage.quickTask();

    stage.request();
    Atomics.store(stop, 0, 1);
    const code = await ended;
    stage.acknowledge(code);
  });
} else {
  const pulse = new Pulse(workerData);
  while (Atomics.load(workerData.stop, 0) === 0) pulse.beat();
  pulse.end();
}
