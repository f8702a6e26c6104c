// Promise.race with a timeout gives up waiting, and the loser goes on.
//
// A promise is only a promise: it knows nothing of the work behind it, and nothing ends that work when nobody waits any
// more. https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Promise/race,
// https://stackoverflow.com/questions/30233302
//
// `src/stage.js` says what a pulse, a beat, a request and an acknowledgement are.

"use strict";

const { setTimeout: sleep } = require("node:timers/promises");
const { play } = require("../stage.js");

async function infiniteTask(stage) {
  const pulse = stage.pulse();
  try {
    for (;;) {
      pulse.beat();
      await sleep(pulse.interval);
    }
  } finally {
    pulse.end();
  }
}

play(async (stage) => {
  const infinite = infiniteTask(stage);

  await stage.quickTask();

  stage.request();
  const first = await Promise.race([infinite, sleep(0, "too late")]);
  stage.acknowledge(first);
});
