// An AbortController ends a wait that was given its signal: the await throws, and the task cleans up.
//
// abort() only tells those who listen. The timer does, and rejects its promise with an AbortError. A task that awaits
// something without the signal hears nothing.
// https://nodejs.org/api/timers.html#timerspromisessettimeoutdelay-value-options,
// https://developer.mozilla.org/en-US/docs/Web/API/AbortController
//
// `src/stage.js` says what a pulse, a beat, a request and an acknowledgement are.

"use strict";

const { setTimeout: sleep } = require("node:timers/promises");
const { play } = require("../stage.js");

async function infiniteTask(stage, signal) {
  const pulse = stage.pulse();
  try {
    for (;;) {
      pulse.beat();
      await sleep(pulse.interval, undefined, { signal });
    }
  } finally {
    pulse.end();
  }
}

play(async (stage) => {
  const controller = new AbortController();
  const infinite = infiniteTask(stage, controller.signal).catch((error) => error.name);

  await stage.quickTask();

  stage.request();
  controller.abort();
  const ended = await infinite;
  stage.acknowledge(ended);
});
