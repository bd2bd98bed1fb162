// Notes: a mark shows its source where it stands. Without this script it leads to the list of sources.
// One popover serves all marks: the browser closes it on Esc and on a click elsewhere.

const words = document.querySelector("template[data-note]");
if (words && "popover" in HTMLElement.prototype) {
  const note = words.content.firstElementChild.cloneNode(true);
  const [source, list] = note.children;
  document.body.append(note);

  const PAUSE = 250; // milliseconds: the pointer may pass over a mark, or cross to its note
  let mark;
  let timer;

  const sourceOf = (link) => document.getElementById(link.hash.slice(1)).querySelector(".source");

  const place = () => {
    const { left, bottom, top } = mark.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = note;
    const below = bottom + height < document.documentElement.clientHeight || top < height;
    note.style.left = `${Math.max(0, Math.min(left, document.documentElement.clientWidth - width))}px`;
    note.style.top = `${below ? bottom : top - height}px`;
  };

  const show = (link) => {
    clearTimeout(timer);
    if (mark === link && note.matches(":popover-open")) return;
    mark = link;
    source.replaceChildren(sourceOf(link).cloneNode(true));
    list.href = link.hash;
    note.setAttribute("aria-label", link.getAttribute("aria-label"));
    note.showPopover();
    place();
  };

  const hideLater = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!note.contains(document.activeElement)) note.hidePopover();
    }, PAUSE);
  };

  for (const link of document.querySelectorAll(".citation a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link);
      note.focus();
    });
    link.addEventListener("pointerenter", ({ pointerType }) => {
      clearTimeout(timer);
      if (pointerType === "mouse") timer = setTimeout(show, PAUSE, link);
    });
    link.addEventListener("pointerleave", hideLater);
  }
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", hideLater);
  list.addEventListener("click", () => note.hidePopover());
  note.addEventListener("toggle", ({ newState }) => {
    if (newState === "closed" && note.contains(document.activeElement)) mark.focus();
  });
}
