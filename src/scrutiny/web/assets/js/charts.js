// Puts a live chart in place of each chart's picture, when it comes into sight. The picture stays
// where this cannot: it shows the same.
import { expressionInterpreter } from "vega-interpreter";
import embed from "vega-embed";
import { Handler } from "vega-tooltip";

const tooltip = new Handler({ disableDefaultStyle: true });

async function draw(place) {
  const answer = await fetch(place.dataset.chart);
  if (!answer.ok) return;
  const spec = await answer.json();
  const live = document.createElement("div");
  live.setAttribute("role", "img");
  live.setAttribute("aria-label", place.querySelector("img").alt);
  await embed(live, spec, {
    actions: false,
    ast: true, // no code is made from text, so that the page's security policy can forbid it
    defaultStyle: false,
    expr: expressionInterpreter,
    renderer: "svg",
    tooltip: tooltip.call,
  });
  // The whole chart has one text; its parts would be read out one by one.
  live.firstElementChild?.setAttribute("aria-hidden", "true");
  place.replaceChildren(live);
  place.dataset.drawn = "";
}

const watcher = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (isIntersecting) {
      watcher.unobserve(target);
      draw(target).catch((error) => console.warn("the chart stays a picture:", error.message));
    }
  }
});
for (const place of document.querySelectorAll("[data-chart]")) watcher.observe(place);
