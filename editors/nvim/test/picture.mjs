// Draws the screen of a terminal, as `tmux capture-pane -e` prints it: node picture.mjs SCREEN PICTURE
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(import.meta.dirname, "../../vscode/package.json"));
const { chromium } = require("playwright-core");
const [screen, picture] = process.argv.slice(2);

const foreground = "#e0e2ea";
const background = "#14161b";
/** The sixteen colours that programs name by number. */
const named = [
  ...["#07080d", "#ffc0b9", "#b3f6c0", "#fce094", "#a6dbff", "#ffcaff", "#8cf8f7", "#eef1f8"],
  ...["#4f5258", "#ffc0b9", "#b3f6c0", "#fce094", "#a6dbff", "#ffcaff", "#8cf8f7", "#eef1f8"],
];

/** Reads the colour behind a 38 or 48 and says how many numbers it took. */
function colourOf(numbers, at) {
  if (numbers[at + 1] === 2) return [`rgb(${numbers.slice(at + 2, at + 5).join(",")})`, 4];
  const index = numbers[at + 2];
  if (index < 16) return [named[index], 2];
  if (index >= 232) return [`rgb(${Array(3).fill(8 + (index - 232) * 10).join(",")})`, 2];
  const level = (part) => (part === 0 ? 0 : 55 + part * 40);
  const cube = index - 16;
  return [`rgb(${[cube / 36, (cube / 6) % 6, cube % 6].map((part) => level(Math.floor(part))).join(",")})`, 2];
}

/** The style after a sequence of numbers. */
function styled(style, sequence) {
  const next = { ...style };
  const numbers = sequence.split(";").map((part) => (part.includes(":") ? part : Number(part)));
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at];
    if (number === 0) for (const key of Object.keys(next)) delete next[key];
    else if (number === 1) next.bold = true;
    else if (number === 22) next.bold = false;
    else if (number === 3) next.italic = true;
    else if (number === 23) next.italic = false;
    else if (number === 4 || number === "4:1") next.underline = "solid";
    else if (typeof number === "string" && number.startsWith("4:")) next.underline = number === "4:0" ? undefined : "wavy";
    else if (number === 24) next.underline = undefined;
    else if (number === 7) next.inverse = true;
    else if (number === 27) next.inverse = false;
    else if (number === 39) next.colour = undefined;
    else if (number === 49) next.ground = undefined;
    else if (number >= 30 && number <= 37) next.colour = named[number - 30];
    else if (number >= 90 && number <= 97) next.colour = named[number - 82];
    else if (number >= 40 && number <= 47) next.ground = named[number - 40];
    else if (number === 38 || number === 48) {
      const [colour, taken] = colourOf(numbers, at);
      next[number === 38 ? "colour" : "ground"] = colour;
      at += taken;
    }
  }
  return next;
}

const escaped = (text) => text.replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character]);
const isWide = (character) => /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character);

function css({ colour = foreground, ground, bold, italic, underline, inverse }) {
  const [front, back] = inverse ? [ground ?? background, colour] : [colour, ground];
  return [
    `color:${front}`,
    ...(back === undefined ? [] : [`background:${back}`]),
    ...(bold ? ["font-weight:bold"] : []),
    ...(italic ? ["font-style:italic"] : []),
    ...(underline === undefined ? [] : [`text-decoration:underline ${underline}`]),
  ].join(";");
}

/** Narrow in a terminal, and wide in a Chinese font. */
const isNarrowed = (character) => /[“”‘’…—·\u2500-\u257f]/u.test(character);

function boxOf(character) {
  const width = isWide(character) ? "wide" : isNarrowed(character) ? "narrow" : "";
  return `<i class="${width}">${escaped(character)}</i>`;
}

/** Every character in a box of one or two columns, as in a terminal, whatever the font makes of it. */
function drawn(text, style) {
  return `<span style="${css(style)}">${[...text].map(boxOf).join("")}</span>`;
}

let style = {};
const lines = (await readFile(screen, "utf8")).replace(/\n$/, "").split("\n").map((line) => {
  const parts = line.split(/\x1b\[([\d;:]*)m/);
  let html = "";
  parts.forEach((part, index) => {
    if (index % 2 === 1) style = styled(style, part === "" ? "0" : part);
    else if (part !== "") html += drawn(part, style);
  });
  return `<div>${html}</div>`;
});
const page = `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: ${background}; }
pre { margin: 0; padding: 10px; font: 15px/20px "Noto Sans Mono CJK SC", monospace; display: inline-block; }
div { height: 20px; white-space: pre; }
i { display: inline-block; width: 8px; height: 20px; font-style: inherit; vertical-align: top; overflow: visible; }
.wide { width: 16px; }
.narrow { font: 13px/20px "Liberation Mono", "DejaVu Sans Mono", monospace; }
</style><pre>${lines.join("")}</pre>`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const tab = await browser.newPage({ viewport: { width: 1000, height: 800 }, deviceScaleFactor: 1 });
await tab.setContent(page);
await tab.locator("pre").screenshot({ path: picture });
await browser.close();
