// The work halts a millisecond after the request, by the stamps: the harness has to read just that.
//
// It runs on the main thread. A worker that computes pauses now and then for milliseconds, for its garbage and its
// compiler, and one in three then saw the request later than that.

"use strict";

const { setImmediate: turn } = require("node:timers/promises");
const { play } = require("../stage.js");

async function infiniteTask(stage) {
  const pulse = stage.pulse();
  while (pulse.requested() === 0n) {
    pulse.beat();
    await turn();
  }
  while (process.hrtime.bigint() < pulse.requested() + 1_000_000n);
  pulse.end();
}

play(async (stage) => {
  const infinite = infiniteTask(stage);

  await stage.quickTask();

  stage.request();
  await infinite;
  stage.acknowledge("awaited");
});
