"use strict";
// The page works without any of this: keys press what can be pressed with the mouse too.

const STORED = "cuadre-keys";

function keysWanted() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

function isTyping(element) {
  return element instanceof HTMLElement && element.matches("textarea, select, input:not([type=checkbox])");
}

function isPressable(element) {
  return element instanceof Element && element.closest("a[href], button, summary, input") !== null;
}

function press(element) {
  if (element.matches("input, textarea")) {
    element.focus();
    element.select();
  } else {
    element.click();
    if (element.matches("summary")) element.parentElement.scrollIntoView({ block: "end" });
  }
}

// Nobody has read a page that came up so lately: what is pressed was meant for the one before.
const UNREAD_MS = 250;
setTimeout(() => { document.body.dataset.ready = "yes"; }, UNREAD_MS);

document.addEventListener("keydown", (event) => {
  const decides = /^(Enter|[1-9bi])$/i.test(event.key) && !isTyping(event.target);
  // Nor must a key held down settle one doubt after the other.
  if (decides && (event.repeat || !document.body.dataset.ready)) {
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysWanted()) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    if (event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    return;
  }
  if (event.key === "Enter" && isPressable(event.target)) return;
  // Arrows scroll what has been scrolled to.
  if (event.key.startsWith("Arrow") && event.target.matches(".scroll, .crop, .sheet")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = document.querySelector(`[data-keys~="${CSS.escape(key)}"]`);
  if (found) {
    event.preventDefault();
    press(found);
  }
});

// A second click while the first is on its way would be refused as coming from an old page.
document.addEventListener("submit", (event) => {
  if (document.body.dataset.sent) event.preventDefault();
  document.body.dataset.sent = "yes";
});
window.addEventListener("pageshow", (event) => {
  delete document.body.dataset.sent;
  // What the browser kept of a page that was left is older than what is on disk.
  if (event.persisted) location.reload();
});

const toggle = document.getElementById("use-keys");
if (toggle) {
  toggle.checked = keysWanted();
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem(STORED, toggle.checked ? "on" : "off");
    } catch {
      // Without storage the choice holds for no other page.
    }
  });
}

// Readers of the screen announce what changes, not what was there from the start.
const told = document.querySelector("[role=status]");
if (told && told.textContent) {
  const text = told.textContent;
  told.textContent = "";
  setTimeout(() => { told.textContent = text; }, 120);
}

const wide = document.querySelector(".crop.wide");
if (wide) {
  const outline = wide.querySelector(".outline").getBoundingClientRect();
  const frame = wide.getBoundingClientRect();
  wide.scrollLeft += outline.left + outline.width / 2 - frame.left - frame.width / 2;
  wide.scrollTop += outline.top + outline.height / 2 - frame.top - frame.height / 2;
}

// The next picture is drawn while this one is looked at.
const ahead = document.querySelector("[data-ahead]");
if (ahead) window.addEventListener("load", () => { new Image().src = ahead.dataset.ahead; });
