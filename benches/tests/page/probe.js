/* What a test asks of the page as it looks. */

/** Red, green and blue from 0 to 1 and the opacity, of a colour as browsers compute it. */
function parsed(colour) {
  const numbers = (colour.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const [red, green, blue, alpha = 1] = numbers;
  return colour.startsWith("color(") ? [red, green, blue, alpha] : [red / 255, green / 255, blue / 255, alpha];
}

function luminance([red, green, blue]) {
  const linear = (it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** The colour behind an element: that of the first one around it that has any. */
function behind(element) {
  for (let it = element; it; it = it.parentElement) {
    const colour = parsed(getComputedStyle(it).backgroundColor);
    if (colour[3] === 1) return colour;
  }
  return parsed(getComputedStyle(document.documentElement).backgroundColor);
}

/** The texts that stand out too little from what is behind them, and how many were looked at. */
function tooPale(root) {
  const pale = [];
  let seen = 0;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const colour = element.closest("svg") ? style.fill : style.color;
    const [a, b] = [luminance(parsed(colour)), luminance(behind(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    seen += 1;
    if (!(contrast >= 4.5)) pale.push(`${contrast.toFixed(2)}: ${text.data.trim()} (${colour})`);
  }
  return { pale, seen };
}

/** What those who do not see the page would miss. */
function unnamed() {
  const all = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility());
  const missing = [];
  const expect = (holds, what) => { if (!holds) missing.push(what); };
  expect(document.documentElement.lang === "en", "a language");
  expect(document.title.length > 10, "a title");
  expect(all("h1").length === 1, "one h1");
  expect(all("main").length === 1 && all("header").length === 1 && all("footer").length === 1, "landmarks");
  for (const it of all("select, input")) expect(it.labels.length === 1, `a label for ${it.id}`);
  for (const it of all("button, a[href]")) expect(it.innerText.trim(), `a name for ${it.outerHTML}`);
  for (const it of all("img, svg[role=img]")) expect(it.alt || it.ariaLabel, "a text for a picture");
  for (const it of all("table")) expect(it.caption || it.closest("[aria-label]"), `a caption for ${it.className}`);
  for (const it of all(".cases thead th")) expect(it.ariaSort, `aria-sort for ${it.innerText}`);
  for (const it of all("[tabindex='0']")) {
    const name = it.ariaLabel ?? document.getElementById(it.getAttribute("aria-labelledby"))?.innerText;
    expect(it.role === "region" && name, `a name for ${it.outerHTML.slice(0, 80)}`);
  }
  for (const it of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
    for (const name of ["aria-labelledby", "aria-describedby"]) {
      const id = it.getAttribute(name);
      expect(!id || document.getElementById(id), `what ${id} names`);
    }
  }
  const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
  expect(new Set(ids).size === ids.length, "ids that occur once");
  const levels = all("h1, h2, h3").map((it) => Number(it.tagName[1]));
  levels.forEach((level, at) => expect(at === 0 || level <= levels[at - 1] + 1, "headings in order"));
  return missing;
}
