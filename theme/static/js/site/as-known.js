// As known at any instant, on the timeline page. Without this script the list of days does the same.
// Every event carries its history ("instant status" pairs, instants in seconds since 1970), every
// later note and source the instant from which it could be known: the build computed them all.

const timeline = document.querySelector("[data-timeline]");
if (timeline) {
  const form = timeline.querySelector("template").content.firstElementChild.cloneNode(true);
  const [instant] = form.elements;
  const count = form.querySelector("output");
  const words = JSON.parse(timeline.dataset.statuses);

  const statusAt = (event, seconds) =>
    event.dataset.known
      .split(" ")
      .map((pair) => pair.split(":"))
      .filter(([since]) => Number(since) <= seconds)
      .at(-1)?.[1];

  // "2019-05-04T09:00" on the clock of the home zone, as seconds.
  // The offset depends on the instant, and the instant on the offset: the second try is right.
  const offsetAt = (instant) =>
    new Intl.DateTimeFormat("en", { timeZone: timeline.dataset.zone, timeZoneName: "longOffset" })
      .formatToParts(instant)
      .find((part) => part.type === "timeZoneName")
      .value.slice("GMT".length) || "Z";
  const secondsAt = (local) => {
    const near = new Date(`${local}${offsetAt(new Date(`${local}Z`))}`);
    return Date.parse(`${local}${offsetAt(near)}`) / 1000;
  };

  const show = (seconds) => {
    let known = 0;
    for (const event of document.querySelectorAll(".event")) {
      const status = statusAt(event, seconds);
      event.parentElement.hidden = !status;
      if (!status) continue;
      known += 1;
      for (const label of event.querySelectorAll(".status")) {
        label.className = `status status--${status}`;
        label.textContent = words[status];
      }
      const replacement = event.querySelector(".event__replacement");
      if (replacement) replacement.hidden = status !== "superseded";
    }
    for (const part of document.querySelectorAll("[data-since]")) {
      part.hidden = Number(part.dataset.since) > seconds;
    }
    for (const event of document.querySelectorAll(".event")) {
      const sourced = event.querySelector(".source-links li:not([hidden])") !== null;
      event.querySelector(".event__sourced").hidden = !sourced;
      event.querySelector(".event__unsourced").hidden = sourced;
    }
    for (const silence of document.querySelectorAll(".day__silence")) {
      silence.hidden = seconds !== Infinity;
    }
    for (const section of [...document.querySelectorAll(".day"), ...document.querySelectorAll(".chapter")]) {
      section.hidden = !section.querySelector("li:not([hidden]) > .event");
    }
    for (const link of document.querySelectorAll(".contents a[href^='#']")) {
      link.parentElement.hidden = document.getElementById(link.hash.slice(1)).closest("[hidden]") !== null;
    }
    count.value = count.dataset.words.replace("%(number)s", known);
  };

  // While a year is typed, the field holds years long past: nothing is shown for those.
  form.addEventListener("input", () => {
    if (!instant.value) show(Infinity);
    else if (instant.checkValidity()) show(secondsAt(instant.value));
  });
  form.addEventListener("reset", () => show(Infinity));
  form.addEventListener("submit", (event) => event.preventDefault());
  timeline.append(form);
}

// A link to an event that is folded opens it.
const open = () => {
  const details = document.getElementById(location.hash.slice(1))?.querySelector(":scope > details");
  if (details) details.open = true;
};
addEventListener("hashchange", open);
open();
