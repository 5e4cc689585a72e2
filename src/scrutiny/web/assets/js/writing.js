// Where a part is written: what is typed is kept as a draft every few seconds, here too when the
// connection is lost; the preview follows the text; figures are put in by a button.

const KEEP = 3000; // milliseconds after the last key until the draft is kept
const AGAIN = 5000; // until it is tried again
const SHOW = 700; // until the preview follows

const form = document.querySelector("[data-writing]");
const text = form.querySelector("textarea");
const saying = form.querySelector("[data-saying]");
const preview = document.querySelector("[data-preview-here]");
const place = `scrutiny-draft-${form.dataset.part}`;
const seen = () => form.elements.follows.value;
const saved = text.defaultValue;

const say = (words) => {
  if (saying.textContent !== words) saying.textContent = words;
};

// In this browser, for as long as the server has not answered that it keeps it.
function keepHere() {
  try {
    localStorage.setItem(place, JSON.stringify({ text: text.value, follows: seen(), at: Date.now() }));
    return true;
  } catch {
    return false; // no room, or not allowed
  }
}

function forgetHere() {
  try {
    localStorage.removeItem(place);
  } catch {
    // not allowed, so nothing is there
  }
}

function keptHere() {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

async function post(address) {
  const answer = await fetch(address, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

let keeping;
let kept = text.value;

async function keep() {
  clearTimeout(keeping);
  const typed = text.value;
  try {
    const answer = await (await post(form.dataset.draft)).json();
    kept = typed;
    if (text.value === typed) forgetHere();
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    say(
      answer.latest > Number(form.dataset.stands)
        ? `Draft kept at ${time}. ${answer.by} has saved text ${answer.latest} since you began. If you save, both are kept.`
        : `Draft kept at ${time}. It is yours alone until you save.`,
    );
  } catch {
    say(
      keepHere()
        ? "The site does not answer. What you type is kept in this browser, and sent when it answers again."
        : "The site does not answer, and this browser keeps nothing. Copy your text before you leave.",
    );
    keeping = setTimeout(keep, AGAIN);
  }
}

let showing;
let shownText = text.value;

async function show() {
  const typed = text.value;
  try {
    const made = await (await post(form.dataset.preview)).text();
    if (text.value !== typed) return;
    preview.innerHTML = made; // made by our own server, which escapes what was typed
    shownText = typed;
  } catch {
    // the draft says that the site does not answer
  }
}

text.addEventListener("input", () => {
  keepHere();
  clearTimeout(keeping);
  clearTimeout(showing);
  keeping = setTimeout(keep, KEEP);
  showing = setTimeout(show, SHOW);
});

window.addEventListener("online", () => {
  if (text.value !== kept) keep();
  if (text.value !== shownText) show();
});

let sending = false;
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    keepHere();
    say("There is no connection, so nothing was sent. Your text is here. Save when it is back.");
    return;
  }
  sending = true;
});
window.addEventListener("beforeunload", (event) => {
  if (!sending && text.value !== kept) event.preventDefault();
});

// Back after the connection was lost: what this browser kept is offered.
const left = keptHere();
if (left && left.text !== text.value && left.text.trim() !== saved.trim()) {
  const question = document.createElement("div");
  question.className = "govuk-inset-text";
  const words = document.createElement("p");
  words.textContent = `This browser kept a text of ${new Date(left.at).toLocaleString("en-GB")} that was not sent.`;
  const use = document.createElement("button");
  use.type = "button";
  use.className = "govuk-button govuk-button--secondary";
  use.textContent = "Go on with it";
  use.addEventListener("click", () => {
    text.value = left.text;
    form.elements.follows.value = left.follows;
    question.remove();
    text.dispatchEvent(new Event("input"));
    text.focus();
  });
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "app-link-button";
  drop.textContent = "Let it go";
  drop.addEventListener("click", () => {
    forgetHere();
    question.remove();
    text.focus();
  });
  const group = document.createElement("div");
  group.className = "govuk-button-group";
  group.append(use, drop);
  question.append(words, group);
  form.prepend(question);
} else {
  forgetHere();
}

// Figures, tables and charts are put where the cursor is.
function insert(reference, own) {
  const line = own ? `\n\n${reference}\n\n` : reference;
  text.setRangeText(line, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input"));
  text.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert], [data-insert-line]");
  if (button) insert(button.dataset.insert || button.dataset.insertLine, "insertLine" in button.dataset);
});

const showButtons = (inside) => {
  for (const button of inside.querySelectorAll("[data-insert], [data-insert-line]")) button.hidden = false;
};
showButtons(document);

const picker = document.querySelector("[data-picker]");
const offered = document.querySelector("[data-offered]");
picker.addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = new URLSearchParams(new FormData(picker));
  asked.set("only", "list");
  try {
    const answer = await fetch(`${picker.action}?${asked}`);
    if (!answer.ok) throw new Error(String(answer.status));
    offered.innerHTML = await answer.text(); // made by our own server
    showButtons(offered);
  } catch {
    offered.textContent = "The site does not answer. Try again.";
  }
});

for (const needless of document.querySelectorAll("[data-without-script]")) needless.remove();
