// Builds the site's styles, scripts and font into ../static/site.
import { copyFile, mkdir, rm } from "node:fs/promises";
import { writeFile } from "node:fs/promises";
import * as esbuild from "esbuild";
import * as sass from "sass";

const out = new URL("../static/site/", import.meta.url);
const modules = new URL("./node_modules/", import.meta.url);
const FONT = "source-sans-3-latin-wght-normal.woff2";

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const { css } = sass.compile(new URL("scss/site.scss", import.meta.url).pathname, {
  loadPaths: [modules.pathname],
  style: "compressed",
  quietDeps: true,
});
await writeFile(new URL("site.css", out), css);

// `site` is on every page; `charts` only where there is a chart, because Vega is large; `writing`
// where a part of a report is written, `meeting` where notes are taken.
await esbuild.build({
  entryPoints: ["site", "charts", "writing", "meeting"].map((name) => new URL(`js/${name}.js`, import.meta.url).pathname),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "linked",
  outdir: out.pathname,
  logLevel: "warning",
});

await copyFile(
  new URL(`@fontsource-variable/source-sans-3/files/${FONT}`, modules),
  new URL(FONT, out),
);
await copyFile(new URL("icon.svg", import.meta.url), new URL("icon.svg", out));
