/* The desk's keys and lights. Every action here is first a plain link or form of the page. */

const COVER_AFTER_MS = 5 * 60 * 1000;
const turns = [...document.querySelectorAll(".turn")];
const keys = document.querySelector(".keys");
let last = -1;
let sending = false;
let quiet = 0;

function turnOf(node) {
  return node instanceof Element ? node.closest(".turn") : null;
}

function light(turn) {
  for (const each of document.querySelectorAll("rect.lit")) each.classList.remove("lit");
  document.getElementById(turn.dataset.region)?.classList.add("lit");
  last = turns.indexOf(turn);
}

function step(by) {
  const here = turns.indexOf(turnOf(document.activeElement));
  const next = turns[Math.min(turns.length - 1, Math.max(0, (here < 0 ? last : here) + by))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

function near(selector) {
  const turn = turns[Math.max(0, last)];
  return turn?.closest(selector) ?? null;
}

function isShown(figure) {
  return figure.querySelector("img") !== null;
}

/** The address of every form follows, so that the page comes back with the same images shown. */
function rememberShown() {
  const shown = [...document.querySelectorAll(".frame:has(img)")].map((f) => f.dataset.picture);
  for (const form of document.querySelectorAll("form[action*='testimony=']")) {
    const to = new URL(form.action);
    to.searchParams.delete("show");
    for (const each of shown) to.searchParams.append("show", each);
    form.action = to.href;
  }
  const filter = document.querySelector("form.stages");
  for (const each of filter?.querySelectorAll("[name=show]") ?? []) each.remove();
  for (const each of filter ? shown : []) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "show" });
    field.value = each;
    filter.append(field);
  }
}

function toggle(figure) {
  const frame = figure.querySelector(".frame");
  const shown = isShown(figure);
  if (shown) {
    frame.querySelector("img").remove();
    figure.querySelector("input").checked = false;
  } else {
    const image = document.createElement("img");
    image.alt = frame.dataset.alt;
    image.src = frame.dataset.src;
    frame.prepend(image);
  }
  for (const each of figure.querySelectorAll("figcaption > :not(:first-child)")) {
    each.hidden = !each.hidden;
  }
  rememberShown();
}

function coverAll() {
  for (const figure of document.querySelectorAll("figure")) if (isShown(figure)) toggle(figure);
}

function stillHere() {
  clearTimeout(quiet);
  quiet = setTimeout(coverAll, COVER_AFTER_MS);
}

const actions = {
  j: () => step(1),
  k: () => step(-1),
  r: () => {
    const figure = near(".sheet")?.querySelector("figure");
    if (figure) toggle(figure);
  },
};

function isTyping(target) {
  return target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select");
}

document.addEventListener("keydown", (event) => {
  stillHere();
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const on = keys?.querySelector("input").checked;
  const action = Object.hasOwn(actions, event.key) ? actions[event.key] : null;
  if (!action || !plain || !on || isTyping(event.target)) return;
  event.preventDefault();
  action();
});

document.addEventListener("focusin", (event) => {
  const turn = turnOf(event.target);
  if (turn) light(turn);
});

document.addEventListener("click", (event) => {
  const target = event.target;
  const link = target instanceof Element ? target.closest("[data-show], [data-cover]") : null;
  if (target instanceof SVGRectElement) {
    document.getElementById(target.dataset.turn)?.focus();
  } else if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const figure = link.closest("figure");
    toggle(figure);
    figure.querySelector("figcaption a:not([hidden])")?.focus();
  } else if (turnOf(target)) {
    light(turnOf(target));
  }
});

document.addEventListener("pointermove", stillHere, { passive: true });
document.addEventListener("submit", () => {
  sending = true;
});
addEventListener("beforeunload", (event) => {
  const typed = [...document.querySelectorAll("textarea")].some((t) => t.value !== t.defaultValue);
  if (typed && !sending) event.preventDefault();
});

if (keys) keys.hidden = false;
stillHere();
