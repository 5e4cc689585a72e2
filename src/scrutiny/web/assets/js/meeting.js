// Taking notes: each line is saved in place (htmx), and Alt with an arrow goes to another item.
const MOVES = { ArrowDown: "after", ArrowUp: "before" };
const line = () => document.getElementById("line");

document.addEventListener("keydown", (event) => {
  if (event.altKey && event.key in MOVES) {
    event.preventDefault();
    document.getElementById(MOVES[event.key])?.click();
  }
});

// Whoever types on while a line is saved, or half a line before another item, goes on with it.
let sent = "";
let more = "";
document.body.addEventListener("htmx:beforeRequest", (event) => {
  sent = event.detail.elt.matches(".app-note-line") ? line().value : "";
});
document.body.addEventListener("htmx:beforeSwap", () => {
  const typed = line()?.value ?? "";
  more = typed.startsWith(sent) ? typed.slice(sent.length) : typed;
});
document.body.addEventListener("htmx:afterSwap", () => {
  const field = line();
  if (field) {
    field.value += more;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  more = "";
});

// What was typed is still in its field: say that it was not saved, and do not lose it.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(name, () => {
    document.getElementById("lost")?.removeAttribute("hidden");
    line()?.focus();
  });
}
let leaves = false; // by sending the form, before htmx does
document.addEventListener("submit", (event) => {
  leaves = !event.defaultPrevented;
});
window.addEventListener("beforeunload", (event) => {
  if (!leaves && line()?.value.trim()) {
    event.preventDefault();
  }
});
