// The work looks for the request once a beat: the harness has to find its halts evenly spread over the beat.

"use strict";

const { setTimeout: sleep } = require("node:timers/promises");
const { play } = require("../stage.js");

async function infiniteTask(stage) {
  const pulse = stage.pulse();
  while (pulse.requested() === 0n) {
    pulse.beat();
    await sleep(pulse.interval);
  }
  pulse.end();
}

play(async (stage) => {
  const infinite = infiniteTask(stage);

  await stage.quickTask();

  stage.request();
  await infinite;
  stage.acknowledge("awaited");
});
