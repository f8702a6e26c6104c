// A message does not end a worker that computes: it is delivered when the worker comes back to its event loop.
//
// The handler of "message" is a callback, and a callback runs when no other code does. The message waits.
// https://nodejs.org/api/worker_threads.html#event-message, https://nodejs.org/learn/asynchronous-work/dont-block-the-event-loop
//
// `src/stage.js` says what a pulse, a beat, a request and an acknowledgement are.

"use strict";

const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");
const { Pulse, play } = require("../stage.js");

if (isMainThread) {
  play(async (stage) => {
    const infinite = new Worker(__filename, { workerData: stage.lend() });
    const ended = new Promise((resolve) => infinite.once("exit", resolve));

    await stage.quickTask();

    stage.request();
    infinite.postMessage("stop");
    const code = await ended;
    stage.acknowledge(code);
  });
} else {
  const pulse = new Pulse(workerData);
  let stop = false;
  parentPort.once("message", () => (stop = true));
  while (!stop) pulse.beat();
  pulse.end();
}
