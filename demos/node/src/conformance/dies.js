// The work ends the program after its first beat: the harness has to say so, and give no verdict.

"use strict";

const { play } = require("../stage.js");

async function infiniteTask(stage) {
  const pulse = stage.pulse();
  pulse.beat();
  process.exit(7);
}

play(async (stage) => {
  const infinite = infiniteTask(stage);

  await stage.quickTask();

  stage.request();
  await infinite;
  stage.acknowledge("awaited");
});
