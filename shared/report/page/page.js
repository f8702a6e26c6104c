"use strict";

/* What is chosen, filtered, sorted and open. The address says what is open, and beside which run. */

/** The page's data: JSON, in gzip, in base64. */
async function unpacked() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
  const json = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(json).text());
}

let words, texts, runs, pairs, sweeps, place;

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
  place = sources(data.root);
  // Nothing in it changes: Alpine need not watch it.
  ({ runs, pairs, sweeps } = data);
  [words, runs, pairs, sweeps, ...runs].forEach(Object.freeze);
});

/** What the address asks for: `#ID?run=NAME&beside=NAME&runtime=NAME`, and so on for each filter. */
function readAddress() {
  const [hash, rest] = location.hash.slice(1).split("?");
  const [id, names] = [decodeURIComponent(hash), new URLSearchParams(rest ?? "")];
  const filter = Object.keys(NO_FILTER).filter((name) => names.has(name)).map((name) => [name, names.get(name)]);
  return { id: id.includes("/") ? id : "", run: names.get("run"), beside: names.get("beside"), filter: Object.fromEntries(filter) };
}

/** Where the sources are: on GitHub if it publishes the page, else where the page's folder says. */
function sources(root) {
  const [, owner] = location.hostname.match(/^([^.]+)\.github\.io$/) ?? [];
  if (!owner) return { root };
  const [name] = location.pathname.split("/").filter((it) => it && !it.endsWith(".html"));
  const repository = `https://github.com/${owner}/${name ?? location.hostname}`;
  return { repository, root: `${repository}/blob/HEAD/` };
}

/** So narrow a window shows cards, and at first so many cases. */
const NARROW = 640;
const FIRST = 20;

const component = () => ({
  words, runs, sweeps, place,
  run: runs[0]?.name ?? "",
  beside: "",
  id: "",
  isOpened: false,
  /** The story that was chosen at the top. */
  chosenId: "",
  filter: { ...NO_FILTER },
  /** The runtime whose grid is shown, if it was chosen. */
  grid: "",
  /** Whether a narrow window shows every case. */
  isWhole: false,
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
    // Not at every letter: a browser slows down who changes the address too often.
    this.$watch("filter", () => {
      this.isWhole = false;
      clearTimeout(this.later);
      this.later = setTimeout(() => this.stay(), 300);
    });
  },

  get a() { return runs.find((it) => it.name === this.run); },
  get b() { return runs.find((it) => it.name === this.beside); },
  get pair() { return this.b && pairs[runs.indexOf(this.a)][runs.indexOf(this.b)]; },
  get isNarrow() { return this.width < NARROW; },
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
    const lossy = it.lossy ? ` lossy${/^\d/.test(it.lost) ? `: ${escaped(it.lost)}` : ""}` : "";
    return `<span class="pill v${it.verdict}"><span aria-hidden="true">${symbol}</span> ${name}${watched}${lossy}</span>${wrong}`;
  },

  /* The stories, and the originals. */

  chosen() { return this.a.stories.find((it) => it.id === this.chosenId) ?? this.a.stories[0]; },
  originals() { return this.a.cases.filter((it) => it.answer); },
  answerOf(it) { return this.a.byId.get(it.answer); },
  /** Why the times of an original and of its answer can't be compared. */
  unlike(it) {
    const answer = this.answerOf(it);
    return it.halt && answer?.halt && it.bound !== answer.bound ? `not to be compared: ${it.bound} and ${answer.bound}` : "";
  },
  /** The address of a case's lines; nothing where there are none. */
  sourceOf(it) {
    return place.root && texts[it.path] ? `${place.root}${texts[it.path]}${it.line ? `#L${it.line}` : ""}` : null;
  },

  /** What to type to play a case in a terminal. */
  howToPlay(id) { return `${this.a.byId.get(id)?.play ?? this.a.play} ${id}`; },

  /* The address. */

  address(id) {
    const names = new URLSearchParams();
    if (this.a !== runs[0]) names.set("run", this.run);
    if (this.b) names.set("beside", this.beside);
    for (const [name, value] of Object.entries(this.filter)) if (value) names.set(name, value);
    return `#${id}${names.size ? `?${names}` : ""}`;
  },
  /** Does what the address asks for. */
  follow(isFirst = false) {
    const { id, run, beside, filter } = readAddress();
    const known = (name) => runs.some((it) => it.name === name);
    if (known(run)) this.run = run;
    if (known(beside) && beside !== this.run) this.beside = beside;
    if (Object.keys(filter).length) this.filter = { ...NO_FILTER, ...filter };
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

  /** The runtimes of which the filters leave something. */
  left() { return [...new Set(this.visible().map((it) => it.runtime))]; },
  /** The runtime whose grid is shown: the one that was chosen, if the filters leave something of it. */
  shown() {
    const left = this.left();
    return [this.filter.runtime, this.grid, this.a.grid].find((it) => left.includes(it)) ?? left[0];
  },
  /** The rows of its grid, with what the filters leave of them. */
  rowsOfGrid() {
    const place = (it) => [it.runtime, it.work, it.mechanism, it.verdict].join();
    const visible = new Set(this.visible().map(place));
    const rows = this.a.matrix.filter((it) => it.runtime === this.shown()).map((row) => ({
      ...row,
      fields: row.fields.map((field, column) => field.filter((group) =>
        visible.has(place({ ...row, mechanism: words.mechanisms[column], verdict: group.verdict })))),
    }));
    return rows.filter((it) => it.fields.some((field) => field.length));
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
  columns() { return this.b ? [...COLUMNS, ...besideColumns(this)] : COLUMNS; },
  /** An id that may be broken after its slashes. */
  broken: (id) => escaped(id).replaceAll("/", "/<wbr>"),
  clear() { this.filter = { ...NO_FILTER }; },
  /** Those of the table: a narrow window shows the first, and all if it is asked to. */
  listed() { return this.isNarrow && !this.isWhole ? this.visible().slice(0, FIRST) : this.visible(); },
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
