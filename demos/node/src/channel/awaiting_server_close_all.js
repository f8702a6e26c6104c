// server.closeAllConnections() closes those that are in use too: server.close() comes to its end.
//
// The response is destroyed, which its handler sees when it looks, at the next turn here. A handler that does not look
// goes on, with nobody to hear it. A connection that was upgraded, as a websocket's, is not closed, and close() waits for
// it. There since Node 18.2. With close() alone: awaiting-server-close.
// https://nodejs.org/api/http.html#servercloseallconnections
//
// `src/stage.js` says what a pulse, a beat, a request and an acknowledgement are.

"use strict";

const http = require("node:http");
const { setTimeout: sleep } = require("node:timers/promises");
const { once } = require("node:events");
const { play } = require("../stage.js");

async function infiniteTask(pulse, response) {
  try {
    while (!response.destroyed) {
      pulse.beat();
      response.write("data: I'm still standing\n\n");
      await sleep(pulse.interval);
    }
  } finally {
    pulse.end();
  }
}

play(async (stage) => {
  const pulse = stage.pulse();
  const server = http.createServer((_, response) => infiniteTask(pulse, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const [events] = await once(http.get({ port: server.address().port, host: "127.0.0.1" }), "response");
  events.on("error", () => {}).resume();

  await stage.quickTask();

  stage.request();
  const closed = once(server.close(), "close");
  server.closeAllConnections();
  await closed;
  stage.acknowledge("closed");
});
