"use strict";

/* The times of one case on a logarithmic axis, beside its floor, and beside another run. */

const P50 = 0, P90 = 1, P99 = 2, MAX = 3, LOW = 4, HIGH = 5;

/** Each figure's name and its place in a case. */
const FIGURES = [["halt", "halt"], ["acknowledged", "acknowledged"], ["acknowledged early by", "early_by"], ["waited", "waited"]];

/** Powers of ten of a ns, in words. */
const POWERS = ["1 ns", "10 ns", "100 ns", "1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms", "1 s", "10 s", "100 s"];

/** The rows of the figures of these cases, a figure's runs below one another. */
function figureRows(both) {
  return FIGURES.flatMap(([name, field]) => both
    .filter((it) => it.case[field])
    .map((it) => ({ name: both.length > 1 ? `${name}, ${it.letter}` : name, letter: it.letter, figures: it.case[field] })));
}

/** Plots rows of figures into an element; `limits` are lines across all rows, each with a name. */
function plotFigures(host, rows, limits, title) {
  const least = 1;
  const times = rows.flatMap((row) => row.figures[0]).concat(limits.map((it) => it.ns)).filter((ns) => ns >= least);
  if (!times.length) return host.replaceChildren();
  const clamp = (ns) => Math.max(ns, least);
  const at = (index) => (row) => clamp(row.figures[0][index]);
  const ends = [Math.floor(Math.log10(Math.min(...times))), Math.ceil(Math.log10(Math.max(...times) * 1.0001))];
  const powers = d3.range(ends[0], ends[1] + 1).map((it) => 10 ** it);
  const colour = (row) => (row.letter === "A" ? "var(--blue)" : "var(--pink)");
  const svg = Plot.plot({
    width: Math.max(280, host.clientWidth),
    height: 54 + 16 * limits.length + 26 * rows.length,
    marginTop: 10 + 16 * limits.length, marginLeft: 92, marginRight: 16, marginBottom: 38,
    style: { fontSize: "12px", fontFamily: "inherit", background: "none" },
    ariaLabel: title,
    ariaDescription: rows.map((row) => `${row.name}: p50 ${row.figures[1][P50]}, p99 ${row.figures[1][P99]}.`)
      .concat(limits.map((it) => `${it.name}: ${it.text}.`)).join(" "),
    x: { type: "log", domain: [powers[0], powers.at(-1)], ticks: powers, tickFormat: (ns) => POWERS[Math.round(Math.log10(ns))] ?? "", grid: true, label: "time (logarithmic)", labelAnchor: "center", labelArrow: "none" },
    y: { domain: rows.map((row) => row.name), label: null, tickSize: 0 },
    marks: [
      Plot.ruleX(limits, { x: "ns", stroke: (it) => (it.letter === "A" ? "var(--ink)" : "var(--pink)"), strokeDasharray: "4 3" }),
      ...limits.map((limit, index) => Plot.text([limit], {
        x: "ns", text: (it) => `${it.name} ${it.text}`, frameAnchor: "top", dy: -14 - 16 * index, fill: "var(--ink)",
      })),
      Plot.ruleY(rows, { y: "name", x1: at(P50), x2: at(MAX), stroke: colour, strokeWidth: 1.2 }),
      Plot.ruleY(rows, { y: "name", x1: at(LOW), x2: at(HIGH), stroke: colour, strokeWidth: 5, strokeOpacity: 0.5 }),
      Plot.tickX(rows, { y: "name", x: at(P90), stroke: colour, insetTop: 7, insetBottom: 7 }),
      Plot.tickX(rows, { y: "name", x: at(P99), stroke: colour, strokeWidth: 2, insetTop: 4, insetBottom: 4 }),
      Plot.dot(rows, { y: "name", x: at(P50), fill: colour, r: 5, symbol: (row) => row.letter }),
    ],
    symbol: { domain: ["A", "B"], range: ["circle", "diamond"] },
  });
  svg.setAttribute("role", "img");
  const note = document.createElement("p");
  note.className = "small";
  note.textContent = "Dot: p50, on its 95 % interval where it has one. Short line: p90. Tall line: p99. The thin line ends at the greatest.";
  host.replaceChildren(svg, note);
}
