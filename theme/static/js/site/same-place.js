// Same place: the link to another language follows the section being read. Without this script it leads to the
// top of the page, and the link beside each heading to the section. Ids are the same in every language.

const sections = document.querySelectorAll("main :is(h2, h3, article)[id]");
const links = document.querySelectorAll(".site-header__languages a");

const follow = ({ currentTarget: link }) => {
  const read = [...sections].filter((section) => section.getBoundingClientRect().top < innerHeight / 3).at(-1);
  link.hash = read && scrollY > 0 ? read.id : "";
};

for (const link of links) {
  for (const kind of ["pointerenter", "pointerdown", "focus", "click"]) link.addEventListener(kind, follow);
}
