"use strict";

/* What the page says of the case that is open. */

/** The languages of sources, by the ending of their files. */
const LANGUAGE_OF = { rs: "rust", py: "python", c: "c", cpp: "cpp", go: "go", java: "java", js: "javascript" };

hljs.registerLanguage("plaintext", () => ({ contains: [] }));

/** Lines of a case's source, coloured if the page knows the language. */
function coloured(it, lines) {
  const language = LANGUAGE_OF[texts[it.path].split(".").at(-1)] ?? "plaintext";
  return hljs.highlight(lines, { language }).value;
}

const OPEN_CASE = {
  both() {
    const first = { letter: "A", case: this.one, run: this.a };
    return this.other ? [first, { letter: "B", case: this.other, run: this.b }] : [first];
  },
  neighbour(step) {
    const shown = this.visible();
    return shown[shown.indexOf(this.one) + step]?.id;
  },
  turn(step) { this.replace(this.neighbour(step)); },
  rows() { return figureRows(this.both()); },
  drawFigures(host) {
    if (!this.one || !this.width) return;
    const { bound } = this.one;
    const both = this.both();
    const limits = both.filter((it) => it.case.halt).flatMap(({ letter, run }) => {
      const found = bound === "polled" ? run.beat : run.floors.find((it) => it.name === bound);
      const name = bound === "polled" ? "beat" : `${bound} floor`;
      return found ? [{ ...found, letter, name: both.length > 1 ? `${letter}: ${name}` : name }] : [];
    });
    const [rows, title] = [this.rows(), `The times of ${this.id}`];
    this.$nextTick(() => plotFigures(host, rows, limits, title));
  },
  noHalt(it) {
    const halts = ["stopped", "killed"].includes(words.verdicts[it.verdict][0]);
    return halts ? "No time of a halt was kept." : "It did not halt while it was watched.";
  },
  seen() {
    const rows = [
      ["the API returned", (it) => it.returned ?? "nothing yet"],
      ["verdicts", (it) => it.verdicts || "none"],
      ["samples", (it) => it.samples],
      ["above its floor", (it) => (it.distance || "no time to compare") + (it.over_range ? `, 95 % interval ${it.over_range}` : "")],
      ["workers", (it) => it.workers ?? "its runtime has none"],
      ["zombie beats", (it) => it.zombies ?? 0],
      ["threads left", (it) => it.threads ?? "not counted"],
      ["clean-up", (it) => it.cleanup || "not seen"],
    ];
    const all = this.both().map((it) => it.case);
    if (all.some((it) => "lost" in it)) rows.push(["records lost", (it) => it.lost ?? "not counted"]);
    if (all.some((it) => it.beat_cost)) rows.push(["what a beat costs", (it) => it.beat_cost ?? "as in Rust"]);
    if (all.some((it) => it.remarks)) rows.push(["remarks", (it) => (it.remarks ?? []).join("; ") || "none"]);
    if (all.some((it) => it.errors)) rows.push(["errors", (it) => (it.errors ?? []).join("; ") || "none"]);
    return rows.map(([name, of]) => [name, ...all.map((it) => String(of(it)))]);
  },
  coloured(it) { return coloured(it, texts[it.code]); },
  /** The source line by line, each with its colours. */
  sourceLines(it) { return texts[it.code].split("\n").map((line) => coloured(it, line) || "\u200b"); },
};
