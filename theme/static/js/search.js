// Search, above the index of the whole site. Without this script the index leads to the same pages.
// Pagefind finds. What each hit is, the build has noted by its id: hits are grouped and counted unread.

const FEW = 5;
const FEW_LETTERS = 12; // enough to tell whether an excerpt is the start or the end of its text
const PAUSE = 150; // milliseconds without a key

const place = document.querySelector("[data-search]");
const parts = place.querySelector("template").content.cloneNode(true);
const [form, status, groups, hit] = parts.children;
const [input] = form.elements;
const index = document.querySelector(".directory");
const { lang } = document.documentElement;

let engine;
const load = () =>
  (engine ??= Promise.all([
    // In a worker it would need a policy for trusted types, and this is little work.
    import(`${place.dataset.search}pagefind.js`).then((module) => module.createInstance({ noWorker: true })),
    fetch(`${place.dataset.search}kinds.${lang}.json`, { cache: "no-cache" }).then((answer) => answer.json()),
  ]));

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// "l’explication" is looked for as "explication": of a word with an apostrophe, its longest part.
const wordsOf = (query) =>
  query
    .split(/[^\p{L}\p{M}\p{N}'’*+-]+/u)
    .map((word) => word.split(/['’]/).reduce((a, b) => (b.length > a.length ? b : a)))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));

// Pagefind cuts a word that nothing begins with, until something does: then nothing was found.
const isKnown = async (pagefind, word) => {
  if ((await pagefind.search(`"${word}"`)).results.length) return true;
  const [best] = (await pagefind.search(word)).results;
  const data = await best?.data();
  return wordsOf([data?.meta.title, data?.meta.note, data?.content].join(" ")).some((other) =>
    folded(other).startsWith(folded(word)),
  );
};

const find = async (query) => {
  const [pagefind, kinds] = await load();
  const words = wordsOf(query);
  const known = await Promise.all(words.map((word) => isKnown(pagefind, word)));
  const results = known.includes(false) ? [] : (await pagefind.search(words.join(" "))).results;
  return results.map((result) => {
    const [kind, titleLang] = kinds[result.id].split(" ");
    return { kind, titleLang, data: result.data };
  });
};

// The index has straight apostrophes, so that it finds the word after one, and plain spaces: a mark is
// not parted from its words again.
const shown = (text) =>
  text
    .replaceAll("'", "’")
    .replace(/ (?=[^\p{L}\p{N}\p{Pi}\p{Ps}\s]+(?:\s|$))/gu, "\u00a0")
    .replace(/([\p{Pi}\p{Ps}]) /gu, "$1\u00a0")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");

const item = async ({ titleLang, data }) => {
  const { url, meta, excerpt, content } = await data();
  const element = hit.content.firstElementChild.cloneNode(true);
  const [title, note, text] = element.children;
  title.href = url;
  title.textContent = shown(meta.title);
  if (titleLang) title.lang = titleLang;
  note.textContent = shown(meta.note);
  excerpt.split(/<\/?mark>/).forEach((piece, at) => {
    const mark = at % 2 ? document.createElement("mark") : new Text();
    mark.textContent = shown(piece);
    text.append(mark);
  });
  const cut = excerpt.replace(/<\/?mark>/g, "");
  if (!content.startsWith(cut.slice(0, FEW_LETTERS))) text.prepend("… ");
  if (!content.endsWith(cut.slice(-FEW_LETTERS))) text.append(" …");
  return element;
};

const fill = async (group, hits) => {
  const [heading, list, more] = group.children;
  heading.querySelector("span").textContent = hits.length.toLocaleString(lang);
  list.replaceChildren(...(await Promise.all(hits.slice(0, FEW).map(item))));
  more.hidden = hits.length <= FEW;
  more.onclick = async () => {
    const rest = await Promise.all(hits.slice(FEW).map(item));
    list.append(...rest);
    rest[0].querySelector("a").focus();
    more.hidden = true;
  };
};

const show = (hits, words) => {
  status.textContent = words;
  index.hidden = hits.length > 0;
};

let turn = 0;
const run = async () => {
  const now = ++turn;
  const query = input.value.trim();
  const address = query ? `?${new URLSearchParams({ q: query })}` : location.pathname + location.hash;
  history.replaceState(null, "", address);
  try {
    const hits = query ? await find(query) : [];
    const byKind = new Map();
    for (const one of hits) byKind.set(one.kind, [...(byKind.get(one.kind) ?? []), one]);
    if (now !== turn) return;
    // The kind of the best hit stands first; what tells of the site comes after what tells the story.
    const sections = [...byKind]
      .map(([kind, some]) => [groups.querySelector(`[data-kind="${kind}"]`), some])
      .sort(([one], [other]) => ("last" in one.dataset) - ("last" in other.dataset));
    await Promise.all(sections.map(([group, some]) => fill(group, some)));
    if (now !== turn) return;
    for (const group of groups.children) group.hidden = !byKind.has(group.dataset.kind);
    groups.prepend(...sections.map(([group]) => group));
    const found = status.dataset.found.replace("%(number)s", hits.length.toLocaleString(lang));
    show(hits, hits.length ? found : query && status.dataset.none);
  } catch (error) {
    engine = undefined;
    console.error(error);
    show([], status.dataset.broken);
  }
};

let timer;
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(run, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  run();
});
form.addEventListener("reset", () => {
  setTimeout(run); // once the field is empty
  input.focus();
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Escape") form.reset();
});

place.append(form, status, groups);
input.value = new URLSearchParams(location.search).get("q") ?? "";
if (input.value) run();
// Where a keyboard is at hand, and nobody was sent to a place on the page, typing can begin.
if (!location.hash && matchMedia("(pointer: fine)").matches) input.focus({ preventScroll: true });
