"use strict";

/* The search: it finds what the command line's finds that has all of the words. */

/** The runtime, the mechanism and the work of an id: a word that is one of these means it. */
function namesIn(id) {
  const segments = id.split("/");
  return [...segments.slice(0, -1), segments.at(-1).split("-")[0]];
}

/** The words of a comment, whose marks are HTML. */
function wordsOf(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent;
}

/** All that is said of a case, in small letters: its id, its sentence, its source, and what its verdict is called. */
function saidOf(it) {
  const said = [it.id, texts[it.summary], words.called[it.expected], wordsOf(texts[it.comment]), texts[it.code]];
  return said.join("\n").toLowerCase();
}

/**
 * Whether a case is one that a person means: all words have to be found in what is said of it. Of what has a slash, any
 * may be found, as whole segments of the id.
 */
function searchFor(typed, cases) {
  const all = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const paths = all.filter((word) => word.includes("/")).map((path) => path.split("/").filter(Boolean).join("/"));
  const known = new Set(cases.flatMap((it) => namesIn(it.id)));
  // The small words of a question are no filter, unless it has no others.
  const isSmall = (word) => words.small.includes(word);
  const plain = all.filter((word) => !word.includes("/") && (!isSmall(word) || all.every(isSmall)));
  const hasPath = (it) => !paths.length || paths.some((path) => `/${it.id}/`.includes(`/${path}/`));
  const isMeant = (known) => (it) => hasPath(it)
    && plain.every((word) => (known.has(word) ? namesIn(it.id).includes(word) : it.said.includes(word)));
  // Names that no case has together are words like others.
  return cases.some(isMeant(known)) ? isMeant(known) : isMeant(new Set());
}
