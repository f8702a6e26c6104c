"use strict";

/* What is chosen, filtered, sorted and open. The address says what is open, and beside which run. */

/** The page's data: JSON, in gzip, in base64. */
async function unpacked() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
  const json = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(json).text());
}

let words, texts, runs, pairs, sweeps;

const NO_FILTER = { runtime: "", mechanism: "", work: "", verdict: "", text: "" };

/** A picture with what an image needs: its address, and the id of its description. */
function prepared(picture, place) {
  const src = `data:image/svg+xml,${encodeURIComponent(picture.svg)}`;
  return { ...picture, src, key: `about-${place}` };
}

/** When it has come, the page can start. */
const ready = unpacked().then((data) => {
  ({ words, texts } = data);
  for (const [place, run] of data.runs.entries()) {
    run.cases.forEach((it, index) => Object.freeze(Object.assign(it, {
      index, mechanism: data.words.mechanisms[it.mechanism], work: data.words.works[it.work], said: saidOf(it),
    })));
    run.byId = new Map(run.cases.map((it) => [it.id, it]));
    run.pictures = run.pictures.map((picture, index) => prepared(picture, `${place}-${index}`));
  }
  data.sweeps = data.sweeps.map((picture, index) => prepared(picture, `sweep-${index}`));
  // Nothing in it changes: Alpine need not watch it.
  ({ runs, pairs, sweeps } = data);
  [words, runs, pairs, sweeps, ...runs].forEach(Object.freeze);
});

/** What the address asks for: `#ID?run=NAME&beside=NAME`. */
function readAddress() {
  const [id, rest] = decodeURIComponent(location.hash.slice(1)).split("?");
  const names = new URLSearchParams(rest ?? "");
  return { id: id.includes("/") ? id : "", run: names.get("run"), beside: names.get("beside") };
}

const component = () => ({
  words, runs, sweeps,
  run: runs[0]?.name ?? "",
  beside: "",
  id: "",
  isOpened: false,
  /** The story that was chosen at the top. */
  chosenId: "",
  filter: { ...NO_FILTER },
  sort: { key: "", isDown: false },
  /** That of the window: charts are drawn for it. */
  width: innerWidth,

  init() {
    this.follow(true);
    addEventListener("hashchange", () => this.follow());
    addEventListener("keydown", (event) => { if (event.key === "Escape" && this.id) this.close(); });
    addEventListener("resize", () => { this.width = innerWidth; });
    this.$watch("run", () => { if (this.beside === this.run) this.beside = ""; this.stay(); });
    this.$watch("beside", () => this.stay());
  },

  get a() { return runs.find((it) => it.name === this.run); },
  get b() { return runs.find((it) => it.name === this.beside); },
  get pair() { return this.b && pairs[runs.indexOf(this.a)][runs.indexOf(this.b)]; },
  get inB() { return this.b?.byId ?? new Map(); },
  get one() { return this.a?.byId.get(this.id); },
  get other() { return this.inB.get(this.id); },

  text: (place) => texts[place],
  boundBy: (name) => words.bounds.find((it) => it[0] === name)?.[1] ?? "",
  like(floor) { return this.b?.floors.find((it) => it.name === floor.name); },
  pill(it) {
    const [name, symbol] = words.verdicts[it.verdict];
    const wrong = it.unexpected ? ' <b class="wrong">not as expected</b>' : "";
    const watched = it.watched ? ` ${it.watched[0]}` : "";
    const lossy = it.lossy ? " lossy" : "";
    return `<span class="pill v${it.verdict}"><span aria-hidden="true">${symbol}</span> ${name}${watched}${lossy}</span>${wrong}`;
  },

  /* The stories, and the originals. */

  chosen() { return this.a.stories.find((it) => it.id === this.chosenId) ?? this.a.stories[0]; },
  originals() { return this.a.cases.filter((it) => it.answer); },
  answerOf(it) { return this.a.byId.get(it.answer); },
  /** Why the times of an original and of its answer can't be compared. */
  unlike(it) {
    const answer = this.answerOf(it);
    return it.halt && answer?.halt && it.bound !== answer.bound ? `unlike: ${it.bound} beside ${answer.bound}` : "";
  },

  /** What to type to play a case in a terminal. */
  howToPlay(id) { return `${this.a.byId.get(id)?.play ?? this.a.play} ${id}`; },

  /* The address. */

  address(id) {
    const names = new URLSearchParams();
    if (this.a !== runs[0]) names.set("run", this.run);
    if (this.b) names.set("beside", this.beside);
    return `#${id}${names.size ? `?${names}` : ""}`;
  },
  /** Does what the address asks for. */
  follow(isFirst = false) {
    const { id, run, beside } = readAddress();
    const known = (name) => runs.some((it) => it.name === name);
    if (known(run)) this.run = run;
    if (known(beside) && beside !== this.run) this.beside = beside;
    const former = this.id;
    this.id = id;
    // Only what was opened from here has something to go back to.
    if (!id || !former) this.isOpened = Boolean(id) && !isFirst;
    this.$nextTick(() => {
      if (id) {
        this.$refs.case.scrollTop = 0;
        document.getElementById("case").focus();
      } else if (former) {
        const link = [...document.querySelectorAll("[data-case]")].find((it) => it.dataset.case === former);
        (link ?? document.getElementById("table"))?.focus();
      }
    });
  },
  /** Lets the address say what has been chosen. */
  stay() { history.replaceState(history.state, "", this.address(this.id)); },
  close() {
    if (this.isOpened) history.back(); else this.replace("");
  },
  replace(id) {
    history.replaceState(history.state, "", this.address(id));
    this.follow();
  },

  /* The matrix. */

  /** The rows of each runtime, with what the filters leave of them. */
  groups() {
    const place = (it) => [it.runtime, it.work, it.mechanism, it.verdict].join();
    const shown = new Set(this.visible().map(place));
    const left = this.a.matrix.map((row) => ({
      ...row,
      fields: row.fields.map((field, column) => field.filter((group) =>
        shown.has(place({ ...row, mechanism: words.mechanisms[column], verdict: group.verdict })))),
    }));
    const groups = [];
    for (const row of left.filter((it) => it.fields.some((field) => field.length))) {
      if (groups.at(-1)?.[0].runtime === row.runtime) groups.at(-1).push(row); else groups.push([row]);
    }
    return groups;
  },
  isPicked({ runtime, work }, mechanism) {
    const { filter } = this;
    return filter.runtime === runtime && filter.work === work && filter.mechanism === mechanism;
  },
  /** Shows the cases of one field, and all again. */
  pick(row, mechanism) {
    if (this.isPicked(row, mechanism)) return this.clear();
    const { runtime, work } = row;
    this.filter = { ...NO_FILTER, runtime, work, mechanism };
    this.$nextTick(() => document.getElementById("table").focus());
  },

  /* The table. */

  runtimes() { return [...new Set(this.a.cases.map((it) => it.runtime))]; },
  /** What is compared stands side by side, and the rest behind it. */
  columns() { return this.b ? [...COLUMNS.slice(0, 3), ...besideColumns(this), ...COLUMNS.slice(3)] : COLUMNS; },
  /** An id that may be broken after its slashes. */
  broken: (id) => escaped(id).replaceAll("/", "/<wbr>"),
  clear() { this.filter = { ...NO_FILTER }; },
  visible() {
    const { runtime, mechanism, work, verdict, text } = this.filter;
    const isMeant = searchFor(text, this.a.cases);
    const shown = this.a.cases.filter((it) => (!runtime || it.runtime === runtime)
      && (!mechanism || it.mechanism === mechanism) && (!work || it.work === work)
      && (!verdict || words.verdicts[it.verdict][0] === verdict) && isMeant(it));
    const column = this.columns().find((it) => it.key === this.sort.key);
    return column ? sortedBy(shown, column, this.sort.isDown) : shown;
  },
  /** Up, down, and back to the order of the tables. */
  sortBy({ key }) {
    const { sort } = this;
    if (sort.key !== key) this.sort = { key, isDown: false };
    else if (!sort.isDown) this.sort = { key, isDown: true };
    else this.sort = { key: "", isDown: false };
  },
  sorted({ key }) {
    if (this.sort.key !== key) return "none";
    return this.sort.isDown ? "descending" : "ascending";
  },
  arrow(column) { return { none: "", ascending: "↑", descending: "↓" }[this.sorted(column)]; },
  /** The filters in words, for paper. */
  asked() {
    const set = Object.entries(this.filter).filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`);
    return set.length ? `Only ${set.join(", ")}.` : "";
  },

  ...OPEN_CASE,
});

document.addEventListener("alpine:init", () => Alpine.data("page", component));
