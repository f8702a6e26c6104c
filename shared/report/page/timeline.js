"use strict";

/* The story of one playing: beats along real time, shown again at a pace that eyes can follow. */

/** How long one beat takes when it is shown, in ms. */
const SHOWN_BEAT = 450;

/** What happens in a story, in its order, for those who do not see it and for those who do. */
function storyInWords({ story, returned, watched, lost, lossy }) {
  const { ack: acknowledged, halt, before = 0, between = 0, after = 0, last, stuck } = story;
  const seen = (count) => (count === 1 ? "One beat was seen" : `${count || "No"} beats were seen`);
  const events = [];
  const during = watched ? `, ${watched[0]} after the ${acknowledged ? "acknowledgement" : "request"}` : "";
  if (between) events.push([0, `${seen(between)} after the request.`]);
  if (acknowledged) {
    const sentence = returned ? ` It returned ${returned}.` : "";
    events.push([acknowledged[0], `The acknowledgement${acknowledged[1]}: the call tells that the work has ended.${sentence}`]);
    if (after) events.push([acknowledged[0], `${seen(after)} after the acknowledgement${last ? `, the last${last}` : ""}: zombie beats.`]);
  }
  if (halt) events.push([halt[0], `The halt${halt[1]}: the work has really ended.${lossy ? ` ${lossIn(lost)}` : ""}`]);
  return [
    `${seen(before)} before the request.`,
    ...(stuck === undefined ? [] : ["From then on the work is in a wait without end, in which it cannot beat."]),
    "The request to stop.",
    ...events.sort(([a], [b]) => a - b).map(([, event]) => event),
    ...(acknowledged ? [] : [`No acknowledgement came while it was watched${during}.`]),
    ...(halt ? [] : [`No halt came while it was watched${during}.`]),
    ...(stuck === undefined || halt ? [] : ["Its thread was still in the wait."]),
  ];
}

/** What was lost, as a sentence. */
function lossIn(lost) {
  return /^\d/.test(lost) ? `Of its records, ${lost.replace(",", ";")} are lost.` : "What it was to keep true is broken.";
}

/** Plots a story into an element. Every mark knows its time. */
function plotStory(host, it, title) {
  const { story } = it;
  const { window: [from, to], beats = [], zombies = [], stuck } = story;
  const ms = (at) => at / 1000;
  const lines = [{ at: 0, text: "request", y: 4 }];
  if (story.ack) lines.push({ at: story.ack[0], text: `acknowledgement${story.ack[1]}`, y: 3 });
  const loss = it.lossy ? `: ${/^\d/.test(it.lost) ? `${it.lost} lost` : it.lost}` : "";
  if (story.halt) lines.push({ at: story.halt[0], text: `halt${story.halt[1]}${loss}`, y: 2, isLoss: it.lossy });
  const shown = lines.filter((line) => line.at >= from && line.at <= to);
  const colour = ["var(--ink)", "var(--orange)", "var(--green)"];
  const dash = [null, "5 3", null];
  const end = Math.min(to, story.halt?.[0] ?? to);
  // A wait is drawn in pieces of a beat, so that it grows while the story plays.
  const waits = [];
  for (let at = stuck ?? end; at < end; at += story.beat) waits.push({ at, until: Math.min(end, at + story.beat) });
  const isLate = (wait) => story.ack && wait.until > story.ack[0];
  const label = (side) => ({
    x: (d) => ms(d.at), y: "y", text: "text", fill: (d) => (d.isLoss ? "var(--red)" : "var(--ink)"), stroke: "var(--paper)", strokeWidth: 5, dy: -6, ariaLabel: () => "labels", ...side,
  });
  const width = Math.max(280, host.clientWidth);
  // A letter is about 6.5 px wide: what has no room right of its line stands left of it, if there is more.
  const hasRoom = (line) => {
    const share = (to - line.at) / (to - from);
    return share * (width - 24) > line.text.length * 6.5 || share > 0.5;
  };
  const left = shown.filter(hasRoom);
  const right = shown.filter((line) => !hasRoom(line));
  const svg = Plot.plot({
    width,
    height: 190,
    marginTop: 24, marginLeft: 12, marginRight: 12, marginBottom: 40,
    style: { fontSize: "12px", fontFamily: "inherit", background: "none" },
    ariaLabel: title,
    ariaDescription: storyInWords(it).join(" "),
    x: {
      domain: [ms(from), ms(to)], labelAnchor: "center", labelArrow: "none",
      label: story.in_order ? "in its order, without times" : "ms since the request",
      ticks: story.in_order ? [] : Math.min(12, Math.floor(width / 60)),
    },
    y: { domain: [0, 4], axis: null },
    marks: [
      Plot.ruleY([0.6], { x1: ms(from), x2: ms(end), stroke: "var(--grid)", strokeWidth: 2 }),
      Plot.ruleY(waits, {
        y: 0.6, x1: (d) => ms(d.at), x2: (d) => ms(d.until), strokeWidth: 4, ariaLabel: () => "waits",
        stroke: (d) => (isLate(d) ? "var(--red)" : "var(--blue)"),
      }),
      ...shown.map((line) => Plot.ruleX([line], {
        x: (d) => ms(d.at), y1: 0, y2: "y", ariaLabel: () => "lines",
        stroke: colour[4 - line.y], strokeWidth: 2, strokeDasharray: dash[4 - line.y],
      })),
      Plot.dot(beats, { x: ms, y: 0.6, r: 4, fill: "var(--blue)", ariaLabel: () => "beats" }),
      Plot.dot(zombies, { x: ms, y: 0.6, r: 4.5, symbol: "times", stroke: "var(--red)", strokeWidth: 2.4, ariaLabel: () => "zombies" }),
      Plot.text(left, label({ textAnchor: "start", dx: 3 })),
      Plot.text(right, label({ textAnchor: "end", dx: -3 })),
    ],
  });
  svg.setAttribute("role", "img");
  const stamp = (name, times) => svg.querySelectorAll(`[aria-label=${name}]`)
    .forEach((mark, index) => { mark.dataset.at = times[index]; });
  stamp("waits", waits.map((wait) => wait.at));
  stamp("beats", beats);
  stamp("zombies", zombies);
  stamp("lines", shown.map((line) => line.at));
  stamp("labels", [...left, ...right].map((line) => line.at));
  host.replaceChildren(svg);
  return { svg, from, to };
}

document.addEventListener("alpine:init", () => {
  Alpine.data("timeline", (it, run, lit = {}) => ({
    /** The time that is shown, in µs from the request. */
    now: 0,
    playing: false,
    frame: 0,
    pace: "",

    init() {
      this.draw();
      this.pace = it.story.in_order ? "" : `slowed ${Math.round((SHOWN_BEAT * 1000) / it.story.beat).toLocaleString("en")} times`;
      this.resized = () => { this.pause(); this.draw(); };
      addEventListener("resize", this.resized);
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.play();
    },

    destroy() {
      cancelAnimationFrame(this.frame);
      removeEventListener("resize", this.resized);
    },

    draw() {
      this.plot = plotStory(this.$refs.chart, it, `The story of ${it.id}, ${run.name}`);
      this.now = this.plot.to;
    },

    toggle() {
      if (this.playing) this.pause(); else this.play();
    },

    play() {
      if (this.now >= this.plot.to) this.now = this.plot.from;
      this.playing = true;
      let last = performance.now();
      const step = (time) => {
        this.now += Math.max(0, time - last) * it.story.beat / SHOWN_BEAT;
        last = time;
        this.show();
        if (this.now >= this.plot.to) this.playing = false;
        else this.frame = requestAnimationFrame(step);
      };
      this.show();
      this.frame = requestAnimationFrame(step);
    },

    pause() {
      cancelAnimationFrame(this.frame);
      this.playing = false;
    },

    /** What is happening at a line of the source, as the name of its light. */
    lightOf(line) {
      const { now } = this;
      const { beats = [], zombies = [], ack, halt, beat } = it.story;
      const isIn = (name) => lit[name]?.includes(line);
      const flashes = (times) => times.some((at) => at <= now && now < at + beat * 0.45);
      if (isIn("halt") && halt && halt[0] <= now) return "lit-halt";
      if (isIn("acknowledge") && ack && ack[0] <= now) return "lit-acknowledge";
      // The call lasts until it is acknowledged.
      if (isIn("request") && now >= 0 && now < Math.max(ack?.[0] ?? Infinity, beat)) return "lit-request";
      if (isIn("beat") && flashes(zombies)) return "lit-zombie";
      if (isIn("beat") && flashes(beats)) return "lit-beat";
      return "";
    },
    /** What a line of the source is, for those who do not see it light up. */
    tagOf(line) {
      const names = { beat: "beat", request: "request", acknowledge: "acknowledgement", halt: "halt" };
      const found = Object.keys(names).filter((name) => lit[name]?.includes(line));
      // Of the two lines of a request, the first says so.
      return found.length && !(found[0] === "request" && lit.request.includes(line - 1)) ? `← ${names[found[0]]}` : "";
    },

    /** Hides what is still to come. */
    show() {
      for (const mark of this.plot.svg.querySelectorAll("[data-at]")) {
        mark.classList.toggle("later", Number(mark.dataset.at) > this.now);
      }
    },
  }));
});
