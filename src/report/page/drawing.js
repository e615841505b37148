// --- drawing -------------------------------------------------------------------------------------------------------
const NS = "http://www.w3.org/2000/svg";
function node(name, attributes, text) {
  const made = document.createElementNS(NS, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  return made;
}
function html(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const key in attributes) key === "onclick" ? made.addEventListener("click", attributes[key]) : made.setAttribute(key, attributes[key]);
  made.append(...children);
  return made;
}
const DASH = ["", "7 4", "2 4", "10 3 2 3"];
function nice(step) { const p = 10 ** Math.floor(Math.log10(step)); return [1, 2, 5, 10].map((f) => f * p).find((n) => n >= step * 0.999999); }
/** Letters of a chart are as high as those of the text when it is drawn as wide as it will stand. */
const narrow = () => matchMedia("(max-width: 520px)").matches;

