// On every page: GOV.UK Frontend's behaviours and htmx, both without inline code.
import { Button, ErrorSummary, ServiceNavigation, SkipLink, createAll } from "govuk-frontend";
import htmx from "htmx.org";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, ServiceNavigation, SkipLink]) {
  createAll(component);
}

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;

// What is folded away is printed too.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.open = true;
    details.dataset.openedToPrint = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("details[data-opened-to-print]")) {
    details.open = false;
    delete details.dataset.openedToPrint;
  }
});
