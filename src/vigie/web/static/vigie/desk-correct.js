/* Putting a reading right from the keyboard, with the place on the image before one's eyes.
   Every act is a button of a form of the page, which works without this. */

const EDGE_PX = 14;
const STRIP_PX = 900;
const keys = document.querySelector(".keys");
let here = null;

function all(selector) {
  return [...document.querySelectorAll(selector)];
}

/** The turn that has the keyboard, else the last one that had. */
function current() {
  return document.activeElement?.closest(".turn") ?? here ?? document.querySelector(".turn");
}

function go(turn) {
  turn?.focus({ preventScroll: true });
  turn?.scrollIntoView({ block: "center" });
}

function toCheck(by) {
  const turns = all(".turn");
  const from = turns.indexOf(current());
  const started = here !== null;
  const ahead = turns
    .map((turn, place) => ({ turn, far: (place - from) * by }))
    .filter(({ turn, far }) => turn.matches(".check") && (far > 0 || (!started && far === 0)))
    .sort((one, other) => one.far - other.far);
  go(ahead[0]?.turn ?? (by > 0 ? all(".turn.check")[0] : all(".turn.check").at(-1)));
}

function press(selector, within = current()) {
  const button = within?.querySelector(selector);
  button?.form.requestSubmit(button);
}

function open(turn, act) {
  const editor = turn?.querySelector("details.correct");
  if (!editor) turn?.querySelector("[data-edit]")?.click();
  if (!editor) return;
  editor.open = true;
  const form = editor.querySelector("form");
  form.dataset.act = act;
  for (const each of form.querySelectorAll(".acts button")) {
    each.classList.toggle("next", each.value === act);
  }
  const words = form.querySelector("textarea");
  words.focus();
  words.setSelectionRange(act === "split" ? 0 : words.value.length, act === "split" ? 0 : words.value.length);
}

function add(turn) {
  const editor = turn?.querySelector("details.correct");
  if (!editor) return;
  editor.open = true;
  const more = editor.querySelector("details");
  more.open = true;
  more.querySelector("textarea").focus();
}

const acts = {
  c: () => toCheck(1),
  C: () => toCheck(-1),
  o: () => press("button[value=confirm]"),
  e: () => open(current(), "save"),
  x: () => open(current(), "split"),
  s: () => press("button[data-flip]"),
  S: () => press("button[value=swap]", current()?.closest(".talk")),
  m: () => press("button[value=merge]"),
  h: () => press("button[value=hide], button[value=show]"),
  a: () => add(current()),
  u: () => press("button[value=undo]", current()?.closest(".talk")),
  "?": () => {
    keys.open = !keys.open;
  },
};

/** The piece of the image where a turn was read, drawn from what is shown already. */
function drawStrip(turn) {
  const form = turn.querySelector("form.fix");
  const image = turn.closest(".sheet")?.querySelector(".frame img");
  const place = document.getElementById(turn.dataset.region);
  form.querySelector("canvas")?.remove();
  if (!image?.naturalWidth || !place) return;
  const scale = image.naturalWidth / place.ownerSVGElement.viewBox.baseVal.width;
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => place[name].baseVal.value);
  const left = Math.max(0, (x - EDGE_PX) * scale);
  const top = Math.max(0, (y - EDGE_PX) * scale);
  const wide = Math.min(image.naturalWidth - left, (width + 2 * EDGE_PX) * scale);
  const high = Math.min(image.naturalHeight - top, (height + 2 * EDGE_PX) * scale);
  const canvas = document.createElement("canvas");
  canvas.className = "strip";
  canvas.setAttribute("aria-hidden", "true");
  canvas.width = Math.min(STRIP_PX, wide * 2);
  canvas.height = (high * canvas.width) / wide;
  const pen = canvas.getContext("2d");
  pen.filter = getComputedStyle(image).filter;
  pen.drawImage(image, left, top, wide, high, 0, 0, canvas.width, canvas.height);
  form.prepend(canvas);
}

function drawStrips() {
  for (const editor of all("details.correct[open]")) drawStrip(editor.closest(".turn"));
}

/** The image scrolls in its frame, so that the place of the turn is in sight. */
function showPlace(turn) {
  const place = document.getElementById(turn.dataset.region);
  const frame = place?.closest(".frame");
  if (!frame) return;
  const [spot, window] = [place.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollTop += spot.top + spot.height / 2 - (window.top + window.height / 2);
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  const words = target instanceof HTMLTextAreaElement ? target.form : null;
  if (words?.matches(".fix") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    press(`button[value=${words.dataset.act ?? "save"}], button[name=side]`, words);
  } else if (event.key === "Escape" && target instanceof Element && target.closest(".correct[open]")) {
    const turn = target.closest(".turn");
    turn.querySelector("details.correct").open = false;
    turn.focus();
  } else if (!words && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const typing = target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select");
    if (typing || !keys?.querySelector("input").checked || !Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  }
});

document.addEventListener("focusin", (event) => {
  const turn = event.target.closest(".turn");
  if (!turn) return;
  here = turn;
  showPlace(turn);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const words = form.querySelector?.("textarea[name=text]");
  if (event.submitter?.value !== "split" || !words) return;
  if (words.selectionStart === 0 || words.selectionStart === words.value.length) return;
  form.elements.at.value = [...words.value.slice(0, words.selectionStart)].length;
});

document.addEventListener("toggle", drawStrips, true);
document.addEventListener("load", drawStrips, true);
document.addEventListener("change", drawStrips);

const led = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
if (led?.matches(".turn")) go(led);
