"use strict";

/* The table of cases: its columns, how each sorts, and what stands in it. */

/** A text as HTML; nothing where there is none. */
function escaped(text) {
  const span = document.createElement("span");
  span.textContent = text ?? "";
  return span.innerHTML;
}

/** A column whose values are times, with the place of its figure. */
function timeColumn(key, title, field, at) {
  return {
    key, title, kind: "number",
    value: (it) => it[field]?.[0][at],
    html: (it) => escaped(it[field]?.[1][at]),
  };
}

const COLUMNS = [
  { key: "case", title: "case", kind: "", value: (it) => it.id },
  { key: "shows-it", title: "what it shows", kind: "said", value: (it) => texts[it.summary], html: (it) => escaped(texts[it.summary]) },
  { key: "verdict", title: "what became of it", kind: "", value: (it) => it.verdict },
  timeColumn("halt", "halt p50", "halt", P50),
];

/** The columns of a second run; `page` knows what it says of a case. */
function besideColumns(page) {
  // A row may ask once more after the second run has gone.
  const times = (it) => page.pair?.times[it.index];
  const other = (it) => page.inB.get(it.id);
  return [
    {
      key: "verdict-b", title: "B: verdict", kind: "b", value: (it) => other(it)?.verdict,
      html: (it) => (other(it) ? page.pill(other(it)) : ""),
    },
    {
      key: "halt-b", title: "B: halt p50", kind: "number b", value: (it) => other(it)?.halt?.[0][P50],
      html: (it) => escaped(other(it)?.halt?.[1][P50]),
    },
    {
      key: "ratio", title: "B / A", kind: "number b", value: (it) => times(it)?.[0],
      html: (it) => {
        // Without rounds enough there is no interval.
        const [ratio, low, high] = times(it)?.map((number) => number?.toFixed(2)) ?? [];
        if (!ratio) return times(it) ? "below resolution" : "";
        return low ? `${ratio} <small>${low}–${high}</small>` : ratio;
      },
    },
    {
      key: "shows", title: "shows", kind: "b", value: (it) => times(it)?.[3],
      html: (it) => {
        if (page.pair?.verdicts.includes(it.id)) return '<span class="mark-1">another verdict</span>';
        const shows = times(it)?.[3];
        return shows === undefined ? "" : `<span class="mark-${shows}">${page.words.shows[shows][0]}</span>`;
      },
    },
  ];
}

/** Sorts by a column; what has no value stands last either way. */
function sortedBy(cases, column, isDown) {
  const worth = (it) => column.value(it);
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return [...cases].sort((a, b) => {
    const [x, y] = [worth(a), worth(b)];
    if (x === undefined || y === undefined) return (x === undefined) - (y === undefined);
    return isDown ? order(y, x) : order(x, y);
  });
}
