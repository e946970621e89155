// What a reviewer does with an HTML report. Run by run.sh, which sets the environment.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { YUSUAN_BIN, YUSUAN_DRIVER, YUSUAN_SCREENSHOTS, YUSUAN_DOCUMENTS } = process.env;
const { CHROMIUM = "/usr/bin/chromium" } = process.env;
const { chromium } = createRequire(path.join(YUSUAN_DRIVER, "driver.cjs"))("playwright-core");

/** Words that would run, load or break out, if any of them were taken for markup. */
const hostile = `青禾县文化馆2025年度单位预算公开

第二部分 2025年<script>window.broken = 1</script>单位预算表

2025年预算支出总表"><img src="http://example.org/x.png">

单位：万元

科目编码	科目名称	合计	基本支出	项目支出
合计		130.00	70.00	50.00
207	</script><script>window.broken = 2</script>	120.00	70.00	50.00
20701	<img src=x onerror="window.broken = 3">	120.00	70.00	50.00
2070109	" onmouseover="window.broken = 4" x='	120.00	70.00	50.00
`;

const home = await mkdtemp(path.join(tmpdir(), "yusuan-report-"));
const hostileDraft = path.join(home, `坏 "草稿" <b>.txt`);
await writeFile(hostileDraft, hostile);
const drafts = [
  path.join(YUSUAN_DOCUMENTS, "demo", "qinghe-culture-draft.yusuan.md"),
  path.join(YUSUAN_DOCUMENTS, "planted", "lanbo-industry-final-account-2023.yusuan.txt"),
  path.join(YUSUAN_DOCUMENTS, "clean", "yunxi-investment-budget-2024.yusuan.md"),
  // It has a table of more than twenty columns.
  path.join(YUSUAN_DOCUMENTS, "clean", "qinghe-commerce-budget-2026.yusuan.txt"),
];

/** Writes a report of some drafts and gives its address. */
function report(name, ...files) {
  const output = path.join(home, name);
  const { status, stderr } = spawnSync(YUSUAN_BIN, ["check", "--locale", "zh-CN", "--output", output, ...files], { encoding: "utf8" });
  assert.ok(status === 0 || status === 1, `exit status ${status}: ${stderr}`);
  return pathToFileURL(output).href;
}

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
const requests = [];
const complaints = [];

/** Opens a report; whatever it asks for and complains of is kept. */
async function open(address, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, reducedMotion: "reduce", ...options });
  page.setDefaultTimeout(10_000);
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(address);
  return page;
}

const photograph = (page, name) => page.screenshot({ path: path.join(YUSUAN_SCREENSHOTS, `${name}.png`) });
const cards = (page) => page.locator(".findings.open .card:visible");
const card = (page, code) => page.locator(`.findings.open .card[data-code="${code}"]`).first();
const text = async (locator) => (await locator.allTextContents()).map((words) => words.trim());

let passed = 0;
let failed = 0;

async function step(name, body) {
  try {
    await body();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n        ${String(error?.stack ?? error).split("\n").slice(0, 12).join("\n        ")}`);
  }
}

const address = report("报告.html", ...drafts);
const page = await open(address);

await step("the draft is shown as headings, paragraphs and tables", async () => {
  const draft = page.locator(".file.open");
  assert.deepEqual(await text(draft.locator("h2")), ["青禾县文化馆 2025年预算"]);
  const headings = await text(draft.locator(".disclosure h3"));
  assert.ok(headings.includes("第二部分 2025年单位预算表"), headings.join());
  const table = draft.locator(".scroll table").first();
  assert.deepEqual(await text(table.locator("thead th")), ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]);
  const merged = draft.locator(".scroll thead th[colspan='3']");
  assert.deepEqual(await text(merged), ["公务用车购置及运行费"]);
  assert.ok((await table.locator("tbody tr").count()) > 10);
});

await step("a click on a finding shows its identity, marks its operands and draws lines to them", async () => {
  const finding = card(page, "B101");
  await finding.locator("button").first().click();
  assert.equal(await finding.locator("button").first().getAttribute("aria-expanded"), "true");
  assert.match(await finding.locator(".identity").innerText(), /26\.82 = 28\.62/);
  const operands = await finding.locator(".operands li").count();
  assert.ok(operands >= 3);
  assert.equal(await page.locator(".file.open .operand[data-operand]").count(), operands);
  assert.equal(await page.locator(".file.open .lines path").count(), operands);
  assert.deepEqual(await text(page.locator(".file.open .current")), ["26.82 错误 1"]);
  assert.ok(await page.locator(".file.open .current").isVisible());
  await photograph(page, "light");
});

await step("each line ends at the operand that it leads to", async () => {
  const [ends, operands] = await page.evaluate(() => {
    const origin = document.querySelector(".file.open .lines").getBoundingClientRect();
    const circles = Array.from(document.querySelectorAll(".file.open .lines circle"));
    const ends = circles.map((circle) => [origin.left + circle.cx.baseVal.value, origin.top + circle.cy.baseVal.value]);
    const places = Array.from(document.querySelectorAll(".card.selected .operands li"));
    const operands = places.map((place) => {
      const box = document.querySelector(`.file.open .${place.dataset.place}`).getBoundingClientRect();
      return [box.left, box.top, box.right, box.bottom];
    });
    return [ends, operands];
  });
  ends.forEach(([x, y], index) => {
    const [left, top, right, bottom] = operands[index];
    assert.ok(x >= left - 6 && x <= right + 6 && y >= top - 6 && y <= bottom + 6, `line ${index + 1}`);
  });
});

await step("a click on a wrong figure opens its finding", async () => {
  const mark = page.locator(".file.open .found", { hasText: "71.28" });
  await mark.click();
  const selected = page.locator(".card.selected");
  assert.equal(await selected.getAttribute("data-code"), "B303");
  assert.ok((await page.locator(".file.open .lines path").count()) > 0);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".card.selected").count(), 0);
  assert.equal(await page.locator(".lines path").count(), 0);
  assert.ok(await mark.evaluate((element) => element === document.activeElement), "the focus goes back");
});

await step("everything is done by keyboard alone", async () => {
  await page.reload();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  for (let tab = 0; tab < 40; tab += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches(".card > button"))) break;
  }
  const focused = () => page.evaluate(() => document.activeElement.closest(".card")?.id);
  assert.equal(await focused(), "f0-1");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "f0-2");
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".card.selected").getAttribute("id"), "f0-1");
  assert.match(await page.locator("#status").innerText(), /已标出 \d+ 处相关内容/);
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.matches(".operands button")));
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".file.open .pointed").count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".card.selected").count(), 0);
});

await step("findings are filtered by severity, rule and words, in the list and in the draft", async () => {
  const all = await cards(page).count();
  await page.getByRole("checkbox", { name: /警告/ }).uncheck();
  const errors = await cards(page).count();
  assert.ok(errors > 0 && errors < all);
  assert.equal(await page.locator(".file.open .found.warning:not(.off)").count(), 0);
  await page.locator("select[name=rule]").selectOption("B101");
  assert.equal(await cards(page).count(), 1);
  await page.locator("select[name=rule]").selectOption("");
  await page.locator("input[type=search]").fill("占比");
  assert.equal(await cards(page).count(), 1);
  assert.match(await page.locator(".shown").innerText(), new RegExp(`显示 1 条，共 ${all} 条`));
  await page.locator("input[type=search]").fill("");
  await page.getByRole("checkbox", { name: /警告/ }).check();
  assert.equal(await cards(page).count(), all);
  assert.equal(await page.locator(".file.open .found.off").count(), 0);
});

await step("another file is chosen from the list", async () => {
  await page.locator(".files a").nth(1).click();
  assert.match(await page.locator(".file.open h2").innerText(), /2023年决算/);
  assert.equal(await page.locator(".files a[aria-current]").count(), 1);
  assert.ok((await cards(page).count()) > 0);
  await page.locator(".files a").nth(2).click();
  assert.equal(await page.locator(".file.open").count(), 1);
});

await step("it says what was checked and leads to what was not", async () => {
  await page.locator(".files a").nth(1).click();
  const coverage = page.locator(".file.open .coverage");
  assert.match(await coverage.innerText(), /表中的数字[\s\S]*核对了 \d+ 个/);
  const meter = coverage.locator("meter").first();
  assert.ok(Number(await meter.getAttribute("value")) > 0);
  const unread = coverage.locator("details", { hasText: "没有核对的句子" });
  await unread.locator("summary").click();
  await unread.locator(".go").last().click();
  const sentence = page.locator(".file.open .pointed");
  assert.ok(await sentence.first().evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }));
  const shown = (await text(sentence)).join("");
  const listed = (await unread.locator(".go").last().innerText()).replace("…", "");
  assert.ok(shown.startsWith(listed), `${shown} / ${listed}`);
  await page.getByLabel("标出没有核对的数字").check();
  assert.ok(await page.evaluate(() => document.documentElement.classList.contains("marking")));
});

await step("every control has a name and every reference leads somewhere", async () => {
  const problems = await page.evaluate(() => {
    const problems = [];
    for (const control of document.querySelectorAll("button, a, input, select")) {
      const label = control.getAttribute("aria-label") ?? control.textContent.trim();
      if (!label && !control.labels?.length) problems.push(control.outerHTML);
    }
    for (const link of document.querySelectorAll("a[href]")) {
      const target = link.getAttribute("href");
      if (!target.startsWith("#") || !document.getElementById(target.slice(1))) problems.push(link.outerHTML);
    }
    for (const element of document.querySelectorAll("[aria-controls]")) {
      if (!document.getElementById(element.getAttribute("aria-controls"))) problems.push(element.outerHTML);
    }
    for (const place of document.querySelectorAll("[data-place]")) {
      const file = place.closest("[data-file]").dataset.file;
      if (!document.querySelector(`.file[data-file="${file}"] .${place.dataset.place}`)) problems.push(place.outerHTML);
    }
    const ids = Array.from(document.querySelectorAll("[id]"), (element) => element.id);
    if (new Set(ids).size !== ids.length) problems.push("an id twice");
    return problems;
  });
  assert.deepEqual(problems, []);
});

await step("colours have enough contrast, light and dark", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const poor = await page.evaluate(contrasts);
    assert.deepEqual(poor, [], colorScheme);
  }
  await page.emulateMedia({ colorScheme: "light" });
});

/** The pairs of text and ground, as the page shows them, whose contrast is below 4.5 : 1. */
function contrasts() {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [red, green, blue, alpha = 1] = channels(getComputedStyle(at).backgroundColor);
      if (alpha > 0) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const poor = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const words = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || !element.checkVisibility()) continue;
    const [one, other] = [luminance(channels(getComputedStyle(element).color)), luminance(ground(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) poor.add(`${element.tagName}.${element.className}: ${contrast.toFixed(2)}`);
  }
  return Array.from(poor);
}

await step("it follows a dark desktop", async () => {
  const dark = await open(address, { colorScheme: "dark" });
  await card(dark, "B101").locator("button").first().click();
  const ground = await dark.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(ground, "rgb(15, 19, 24)");
  await photograph(dark, "dark");
  await dark.close();
});

await step("on a narrow screen nothing is wider than the screen", async () => {
  const narrow = await open(address, { viewport: { width: 420, height: 800 } });
  const width = await narrow.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 420, `${width}`);
  await photograph(narrow, "narrow");
  await narrow.close();
});

await step("paper holds every file and every finding with its identity", async () => {
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".file:visible").count(), drafts.length);
  assert.ok(await page.locator(".card .identity").first().isVisible());
  assert.ok(await page.locator(".filters").isHidden());
  const overflow = await page.evaluate(() => {
    const tooWide = (width, selector) => {
      document.body.style.width = width;
      const limit = document.body.getBoundingClientRect().right + 1;
      const tables = Array.from(document.querySelectorAll(selector));
      return tables.filter((table) => table.getBoundingClientRect().right > limit).length;
    };
    // A sheet of A4 between its margins, upright and, for wide tables, lying.
    return tooWide("184mm", ".table:not(.wide) table") + tooWide("267mm", ".table.wide table");
  });
  assert.equal(overflow, 0, "tables wider than the paper");
  await page.emulateMedia({ media: null });
  await page.reload();
  assert.ok((await page.locator(".table.wide").count()) > 0);
  const paper = await page.pdf({ path: path.join(YUSUAN_SCREENSHOTS, "print.pdf"), preferCSSPageSize: true });
  assert.ok(paper.length > 20_000);
});

await step("without its script the findings are links", async () => {
  const plain = await open(address, { javaScriptEnabled: false });
  assert.equal(await plain.locator(".file:visible").count(), drafts.length);
  assert.ok(await plain.locator(".card .identity").first().isVisible());
  await plain.locator(".found").first().click();
  assert.match(plain.url(), /#f0-\d+$/);
  await plain.close();
});

await step("words of a draft are never markup", async () => {
  const hostilePage = await open(report("坏.html", hostileDraft));
  assert.equal(await hostilePage.evaluate(() => window.broken), undefined);
  const odd = "script:not(:last-of-type), main script, aside script, img, [onmouseover], [onerror], b:not(.totals b)";
  assert.equal(await hostilePage.locator(odd).count(), 0);
  const label = hostilePage.locator(".scroll tbody th").nth(1);
  assert.match(await label.innerText(), /<\/script><script>window\.broken = 2<\/script>/);
  assert.ok((await cards(hostilePage).count()) > 0);
  await cards(hostilePage).first().locator("button").first().click();
  assert.equal(await hostilePage.locator(".card.selected").count(), 1);
  await hostilePage.close();
});

await step("nothing is fetched and nothing complains", async () => {
  assert.deepEqual(requests.filter((request) => !request.startsWith("file:")), []);
  assert.deepEqual(complaints, []);
});

await browser.close();
await rm(home, { recursive: true, force: true });
console.log(`report test: ${passed} passed, ${failed} failed; screenshots in ${YUSUAN_SCREENSHOTS}`);
process.exitCode = failed > 0 ? 1 : 0;
