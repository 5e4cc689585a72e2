// Taking notes: each line is saved in place (htmx), and Alt with an arrow goes to another item.
const MOVES = { ArrowDown: "after", ArrowUp: "before" };

document.addEventListener("keydown", (event) => {
  if (event.altKey && event.key in MOVES) {
    event.preventDefault();
    document.getElementById(MOVES[event.key])?.click();
  }
});

// What was typed is still in its field: say that it was not saved, and do not lose it.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(name, () => {
    document.getElementById("lost")?.removeAttribute("hidden");
    document.getElementById("line")?.focus();
  });
}
window.addEventListener("beforeunload", (event) => {
  if (document.getElementById("line")?.value.trim()) {
    event.preventDefault();
  }
});
