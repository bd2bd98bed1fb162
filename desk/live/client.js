// The preview in the browser: shows what is wrong over the last good page, marks drafts, and reloads a page
// that has changed, where it was being read.

const own = new URL(import.meta.url);
const { print } = document.querySelector(`script[src="${own.pathname}"]`).dataset;

// --- Being read ---

/** The first element with an id in sight, and how far down it stands: where a reader is, whatever grows above. */
function place() {
  const marks = [...document.querySelectorAll("main [id]")];
  const mark = marks.find((one) => one.checkVisibility() && one.getBoundingClientRect().top >= 0);
  return { y: scrollY, id: scrollY && mark?.id, top: mark?.getBoundingClientRect().top };
}

function reload() {
  history.replaceState({ ...history.state, preview: place() }, "");
  addEventListener("pagehide", () => { history.scrollRestoration = "manual"; });
  location.reload();
}

function goBackTo({ y, id, top }) {
  const mark = id && document.getElementById(id);
  const down = mark ? scrollY + mark.getBoundingClientRect().top - top : y;
  scrollTo({ top: down, behavior: "instant" });
}

const before = history.state?.preview;
if (before) {
  goBackTo(before);
  addEventListener("load", () => {
    goBackTo(before);
    history.replaceState({ ...history.state, preview: undefined }, "");
    // Not now: the browser would still go back to where it was itself.
    addEventListener("pagehide", () => { history.scrollRestoration = "auto"; });
  });
}

// --- What is wrong ---

function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

const dialog = element("dialog", "preview-problems");
const button = element("button", "preview-show");
button.hidden = true;
button.addEventListener("click", () => dialog.showModal());
dialog.addEventListener("close", () => { button.hidden = !dialog.hasChildNodes(); });
let shown = "[]";

function item({ place, text, link }, words) {
  const open = element("a", "preview-open", words.open);
  open.href = link;
  open.setAttribute("aria-label", `${words.open}: ${place}`);
  return element("li", "", element("code", "preview-place", place), " ", open, element("br", ""), text);
}

function complain({ faults, words, lang }) {
  const now = JSON.stringify(faults);
  if (now === shown) return;
  shown = now;
  dialog.close();
  dialog.replaceChildren();
  button.hidden = true;
  if (faults.length === 0) return;
  const title = element("h2", "", words.title);
  title.id = "preview.title";
  const close = element("button", "", words.close);
  close.addEventListener("click", () => dialog.close());
  dialog.lang = button.lang = lang;
  dialog.setAttribute("aria-labelledby", title.id);
  const placed = faults.filter((one) => one.place).map((one) => item(one, words));
  const others = faults.filter((one) => !one.place).map((one) => element("p", "", one.text));
  dialog.append(title, ...others, element("ol", "", ...placed), element("p", "", words.note), close);
  button.textContent = words.show;
  dialog.showModal();
}

// --- Drafts ---

function markDrafts({ drafts, words, lang }) {
  for (const old of document.querySelectorAll(".preview-draft")) old.remove();
  const mark = () => Object.assign(element("span", "preview-draft", words.draft), { lang });
  for (const link of document.querySelectorAll("body a[href]")) {
    if (drafts.includes(link.pathname) && !link.hash) link.append(" ", mark());
  }
  if (drafts.includes(location.pathname)) document.querySelector("h1")?.append(" ", mark());
}

// --- News ---

const news = new EventSource(`${new URL("news", own).pathname}?page=${encodeURIComponent(location.pathname)}`);
news.addEventListener("message", ({ data }) => {
  const now = JSON.parse(data);
  if (now.print !== print && now.faults.length === 0) {
    news.close();
    reload();
    return;
  }
  complain(now);
  markDrafts(now);
});
document.body.append(button, dialog);
