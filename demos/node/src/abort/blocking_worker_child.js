// worker.terminate() ends a worker, and the process that the worker has started goes on.
//
// A worker is a thread, and the child belongs to the process of all workers: nobody signals it. The same is true of a
// child that is killed: its own children stay (https://github.com/nodejs/node/issues/64406). Whoever starts a process
// has to keep its handle where it can still be killed: with { detached: true } it leads a group, which
// process.kill(-child.pid) ends. https://nodejs.org/api/worker_threads.html#workerterminate,
// https://nodejs.org/api/child_process.html#optionsdetached
//
// `src/stage.js` says what a pulse, a beat, a request and an acknowledgement are.

"use strict";

const { spawn } = require("node:child_process");
const { Worker, isMainThread, workerData } = require("node:worker_threads");
const { Pulse, play } = require("../stage.js");

if (process.argv[2] === "child") {
  const pulse = new Pulse({ file: 3, interval: Number(process.argv[3]) });
  const parent = process.ppid;
  setInterval(() => {
    // It outlives the worker, and not the whole program.
    if (process.ppid !== parent) process.exit();
    pulse.beat();
  }, pulse.interval);
} else if (isMainThread) {
  play(async (stage) => {
    const infinite = new Worker(__filename, { workerData: stage.lend() });

    await stage.quickTask();

    stage.request();
    const code = await infinite.terminate();
    stage.acknowledge(code);
  });
} else {
  const { file, interval } = workerData;
  spawn(process.execPath, [__filename, "child", interval], { stdio: ["ignore", "inherit", "inherit", file] });
}
