// What a person sees who opens a draft in VS Code with the extension installed.
// Run by run.sh, which sets the environment.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { announcedCapabilities } from "./capabilities.mjs";
import { Workbench, until } from "./workbench.mjs";

const { YUSUAN_BIN, YUSUAN_VSIX, CODE_SERVER, YUSUAN_SCREENSHOTS, YUSUAN_SEEDS } = process.env;
const { CHROMIUM = "/usr/bin/chromium" } = process.env;
const waitTimeout = 30_000;

const draft = await readFile(new URL("draft.txt", import.meta.url), "utf8");
const draftName = "青禾市招商服务中心2025年部门预算.txt";
const seed = await readSeed("001");
const seedName = "001部门预算.md";

// Any of these may be the wrong one, so the mark may stand under any. Hints may stand between the characters.
const plannedAmounts = ["130", "业务培训25"];

const legacyName = "旧编码单位预算.txt";
const longName = "长篇部门决算.md";
const files = {
  [draftName]: draft,
  [legacyName]: execFileSync("iconv", ["-f", "UTF-8", "-t", "GB18030"], { input: draft }),
  // Longer than what the editor reads to guess the encoding, which must end in the middle of a character.
  [longName]: `第一部分 概况\n\n${"一、本部门职责。".repeat(20_000)}\n`,
  "工作笔记.md": "# 笔记\n\n2011308 招商引资\n",
  "说明.txt": "2011308 招商引资\n",
};

const wordName = "霁川市2023年部门预算.docx";
files[wordName] = await readFile(new URL("../../../tests/documents/office/jichuan-water-budget-2023.planted.docx", import.meta.url));
if (seed !== null) files[seedName] = seed;

/** What the server that is inside the extension can do. */
const capabilities = await announcedCapabilities(YUSUAN_BIN);

let passed = 0;
let failed = 0;
let skipped = 0;

async function step(name, body) {
  const start = Date.now();
  try {
    await body();
    passed += 1;
    console.log(`ok      ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n        ${String(error?.message ?? error).split("\n").slice(0, 12).join("\n        ")}`);
    await photograph(`failed-${failed}`).catch(() => {});
    await workbench.page.keyboard.press("Escape").catch(() => {});
  }
}

/** A step that needs a feature of the server, left out while the server does not announce it. */
async function stepWith(capability, name, body) {
  if (capabilities[capability]) return step(name, body);
  skipped += 1;
  console.log(`skipped ${name}: the server announces no ${capability}`);
}

/** A real document, or null where they are not at hand. */
async function readSeed(prefix) {
  const names = await readdir(YUSUAN_SEEDS).catch(() => []);
  const name = names.find((candidate) => candidate.startsWith(prefix));
  return name === undefined ? null : readFile(path.join(YUSUAN_SEEDS, name), "utf8");
}

/** Number, from 1, of the first line of `text` that starts with `start` and holds `part`. */
function lineOf(text, start, part = "") {
  const index = text.split("\n").findIndex((line) => line.startsWith(start) && line.includes(part));
  assert.notEqual(index, -1, `no line with “${start}…${part}”`);
  return index + 1;
}

const photograph = (name) => workbench.screenshot(path.join(YUSUAN_SCREENSHOTS, `${name}.png`));

const workbench = await Workbench.start({
  codeServer: CODE_SERVER,
  vsix: YUSUAN_VSIX,
  chromiumPath: CHROMIUM,
  files,
});
try {
  await steps();
} finally {
  await workbench.close();
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function steps() {
  const { keyboard } = workbench.page;

  await step("a draft named 部门预算 opens as Yusuan", async () => {
    await workbench.open(draftName);
    await until("the language mode", waitTimeout, async () => (await workbench.languageMode()).includes("Yusuan"));
  });

  await step("plain Markdown and text files are left alone", async () => {
    await workbench.open("工作笔记.md");
    await until("Markdown", waitTimeout, async () => (await workbench.languageMode()) === "Markdown");
    await workbench.open("说明.txt");
    await until("plain text", waitTimeout, async () => (await workbench.languageMode()) === "Plain Text");
    await workbench.open(draftName);
  });

  await step("the sentence whose parts do not add up is marked", async () => {
    await workbench.goToLine(lineOf(draft, "洽谈活动经费"));
    await until("a squiggle", waitTimeout, () => workbench.hasSquiggle("洽谈活动经费共计", ...plannedAmounts));
    await photograph("sentence");
  });

  await step("the total that its row does not give is marked", async () => {
    await workbench.goToLine(lineOf(draft, "201", "263.00"));
    await until("a squiggle", waitTimeout, () => workbench.hasSquiggle("一般公共服务支出", "263.00"));
  });

  await step("the problems are listed with both numbers, in the language set", async () => {
    const rows = (await workbench.problems("130")).join("\n");
    await photograph("problems");
    for (const text of ["130", "135", "263", "262", "yusuan", "相差"]) assert.ok(rows.includes(text), `“${text}” in ${rows}`);
    await workbench.configure({ "yusuan.locale": "en" });
    await workbench.problems("difference");
    await workbench.configure({});
    await workbench.problems("相差");
    await keyboard.press("Control+j");
  });

  await step("hover on a subject code", async () => {
    await workbench.goToLine(lineOf(draft, "2011308"));
    const text = await workbench.hover("2011308", "2011308", "招商引资");
    await photograph("hover-code");
    assert.match(text, /一般公共服务支出[\s\S]*商贸事务/);
    await workbench.moveMouseAway();
  });

  await step("hover on a term of the glossary", async () => {
    await workbench.goToLine(lineOf(draft, "本部门不安排机关运行经费"));
    await workbench.hover("本部门不安排", "机关运行经费", "购买货物和服务");
    await photograph("hover-term");
    await workbench.moveMouseAway();
  });

  await step("headings, codes, amounts and terms are highlighted", async () => {
    await workbench.goToLine(lineOf(draft, "2011308"));
    assert.match(await workbench.inspectToken("2011308", "2011308"), /entity\.name\.tag\.subject-code\.yusuan/);
    assert.match(await workbench.inspectToken("2011308", "130.00"), /constant\.numeric\.amount\.yusuan/);
    await workbench.goToLine(lineOf(draft, "本部门不安排机关运行经费"));
    assert.match(await workbench.inspectToken("三、机关运行", "机关"), /markup\.heading\.section\.yusuan/);
    assert.match(await workbench.inspectToken("3.机关运行经费", "机关运行"), /entity\.name\.type\.term\.yusuan/);
    assert.match(await workbench.inspectToken("洽谈活动经费共计", "万元"), /keyword\.other\.unit\.yusuan/);
    const plain = await workbench.colour("洽谈活动经费共计", "洽谈");
    for (const [line, token] of [["洽谈活动经费共计", "130"], ["三、机关运行", "机关"], ["3.机关运行经费", "机关运行"]]) {
      assert.notEqual(await workbench.colour(line, token), plain, `${token} has a colour of its own`);
    }
    await photograph("highlighting");
  });

  await step("completion of a code in a code column", async () => {
    await completeBelow(lineOf(draft, "2011308"), "completion");
  });

  await step("the quick fix of a finding mends it", async () => {
    const line = lineOf(draft, "201", "263.00");
    await workbench.goToLine(line);
    await until("a squiggle", waitTimeout, () => workbench.hasSquiggle("一般公共服务支出", "263.00"));
    const box = await workbench.locate("一般公共服务支出", "263.00");
    await workbench.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    const titles = await workbench.quickFixes("改为");
    await photograph("quick-fix");
    assert.ok(titles.some((title) => title.includes("262.00")), titles.join(" / "));
    await workbench.takeQuickFix("262.00");
    await until("the mended row", waitTimeout, async () => (await workbench.shownLine("一般公共服务支出 262.00")) !== null);
    await workbench.goToLine(line);
    await until("no problem in the row", waitTimeout, async () => !(await workbench.hasSquiggle("一般公共服务支出", "262.00", "130.00")));
    const rows = (await workbench.problems("135")).join("\n");
    await photograph("quick-fix-taken");
    assert.doesNotMatch(rows, /263/);
    await keyboard.press("Control+j");
    await workbench.goToLine(line);
    await keyboard.press("Control+z");
    await until("the problem to be back", waitTimeout, () => workbench.hasSquiggle("一般公共服务支出", "263.00"));
  });

  await stepWith("codeLensProvider", "a lens over a table leads to its findings", async () => {
    await workbench.goToLine(lineOf(draft, "表二"));
    await photograph("lens");
    await workbench.clickLens("不符");
    await workbench.page.locator(".markers-panel .monaco-list-row", { hasText: "263" }).first().waitFor();
    await keyboard.press("Control+j");
  });

  await stepWith("semanticTokensProvider", "amounts and terms have semantic tokens", async () => {
    await workbench.goToLine(lineOf(draft, "2011308"));
    assert.match(await workbench.inspectToken("2011308", "130.00"), /semantic token type/);
    await photograph("semantic-tokens");
  });

  await step("the status bar tells the kind of the draft and how much was found", async () => {
    const text = await workbench.languageStatus("Departmental budget 2025");
    await photograph("status");
    assert.match(text, /2 errors/);
    assert.match(text, /yusuan \d+\.\d+/);
    await workbench.moveMouseAway();
  });

  await step("the command 核对当前文本 says how much was found", async () => {
    await workbench.command("核对当前文本");
    const notification = workbench.notification(draftName);
    await notification.waitFor();
    await photograph("check-draft");
    assert.match(await notification.innerText(), /2 errors/);
    assert.ok((await workbench.problems("263")).length > 0);
    await workbench.dismissNotifications();
    await keyboard.press("Control+j");
  });

  await step("hints are switched off without a restart", async () => {
    // A total of several items; one item alone has no tick.
    const row = "20113 商贸事务 262.00";
    await workbench.goToLine(lineOf(draft, "20113\t"));
    assert.doesNotMatch((await workbench.shownLine("2011308 招商引资 130.00")) ?? "", /✓/);
    await until("a hint", waitTimeout, async () => (await workbench.shownLine(row))?.includes("✓"));
    await workbench.configure({ "yusuan.inlayHints.totals": false });
    await until("no hint", waitTimeout, async () => !(await workbench.shownLine(row)).includes("✓"));
    await workbench.configure({});
    await until("a hint", waitTimeout, async () => (await workbench.shownLine(row))?.includes("✓"));
  });

  await step("the report of a draft lists the findings and what was checked", async () => {
    await workbench.command("显示核对报告");
    await until("the report", waitTimeout, async () => (await workbench.activeTab()) === `核对报告：${draftName}.md`);
    await until("a finding", waitTimeout, async () => (await workbench.shownLine("错误 B101")) !== null);
    await photograph("report");
    assert.notEqual(await workbench.shownLine("错误 2 处"), null);
    const line = lineOf(draft, "201", "263.00");
    await workbench.followLink(`第 ${line} 行 错误 B101`, `第 ${line} 行`);
    await until("the draft", waitTimeout, async () => (await workbench.activeTab()) === draftName);
    await until("its line", waitTimeout, async () => (await workbench.position()).startsWith(`Ln ${line}, `));
  });

  await step("the report of a folder has every disclosure, and no other file", async () => {
    await workbench.command("核对文件夹");
    await until("the report", waitTimeout, async () => (await workbench.activeTab()) === "核对报告：预算.md");
    for (const name of [draftName, legacyName, longName, wordName]) {
      await until(name, waitTimeout, async () => (await workbench.shownLine(`| ${name}`)) !== null);
    }
    await photograph("report-folder");
    assert.equal(await workbench.shownLine("工作笔记.md"), null);
    await workbench.followLink(`| ${longName}`, longName);
    await until("the draft", waitTimeout, async () => (await workbench.activeTab()) === longName);
    await workbench.closeAllEditors();
  });

  await step("a Word file is imported from the explorer, and checked", async () => {
    await workbench.explorerMenu(wordName, "导入 Word、Excel、PDF…");
    const imported = wordName.replace(".docx", ".yusuan.txt");
    await until("the text beside", waitTimeout, async () => (await workbench.activeTab()) === imported);
    await until("the language mode", waitTimeout, async () => (await workbench.languageMode()).includes("Yusuan"));
    const rows = (await workbench.problems("B")).join("\n");
    await photograph("import");
    assert.match(rows, /不符/);
    await keyboard.press("Control+j");
    await workbench.closeAllEditorsUnsaved();
  });

  await step("the syntax tree of a draft stands beside it", async () => {
    await workbench.open(draftName);
    await workbench.command("显示语法树");
    await until("the tree", waitTimeout, async () => (await workbench.shownLine("source_file 1–")) !== null);
    await photograph("syntax-tree");
    await workbench.closeAllEditors();
  });

  await step("any file can be taken for a disclosure, now and always", async () => {
    await workbench.open("说明.txt");
    await workbench.command("作为预算公开文本核对");
    await until("the language mode", waitTimeout, async () => (await workbench.languageMode()).includes("Yusuan"));
    const notification = workbench.notification("说明.txt");
    await notification.waitFor();
    await photograph("treat-as-disclosure");
    await notification.getByRole("button", { name: "Always" }).click();
    const settings = path.join(workbench.folder, ".vscode", "settings.json");
    await until("the setting", waitTimeout, async () => JSON.parse(await readFile(settings, "utf8"))["files.associations"] !== undefined);
    const { "files.associations": associations } = JSON.parse(await readFile(settings, "utf8"));
    assert.deepEqual(associations, { "说明.txt": "yusuan" });
    await workbench.configure({});
    await workbench.closeAllEditors();
  });

  await step("the walkthrough shows its steps with pictures", async () => {
    await workbench.command("Welcome: Open Walkthrough...");
    const input = workbench.page.locator(".quick-input-widget input");
    await input.fill("预算");
    await keyboard.press("Enter");
    await workbench.page.locator(".getting-started-step", { hasText: "核对" }).first().waitFor();
    await workbench.page.locator(".getting-started-media img").first().waitFor();
    await photograph("walkthrough");
    assert.equal(await workbench.page.locator(".getting-started-step").count(), 6);
    await workbench.page.getByText("打开示例文本").last().click();
    await until("the example", waitTimeout, async () => (await workbench.shownLine("20805")) !== null);
    await until("its first finding", waitTimeout, () => workbench.hasSquiggle("20805", "26.82"));
    await photograph("example");
    await keyboard.press("Control+w");
    await workbench.page.getByRole("button", { name: "Don't Save" }).click();
    await workbench.closeAllEditors();
    await workbench.open(draftName);
  });

  await step("a long UTF-8 file is taken for UTF-8", async () => {
    await workbench.open(longName);
    await until("Chinese text", waitTimeout, async () => (await workbench.shownLine("第一部分 概况")) !== null);
    assert.equal(await workbench.encoding(), "UTF-8");
    assert.match(await workbench.languageMode(), /Yusuan/);
    await keyboard.press("Control+w");
  });

  await step("a GB18030 file is shown readable", async () => {
    await workbench.open(legacyName);
    await until("Chinese text", waitTimeout, async () => (await workbench.shownLine("青禾市招商服务中心")) !== null);
    assert.match(await workbench.encoding(), /GB ?18030|GBK|GB ?2312/i);
    await keyboard.press("Control+w");
  });

  await step("the command 重启服务器 brings the findings back", async () => {
    await workbench.open(draftName);
    await workbench.goToLine(lineOf(draft, "洽谈活动经费"));
    await workbench.command("重启服务器");
    await until("a squiggle", waitTimeout, () => workbench.hasSquiggle("洽谈活动经费共计", ...plannedAmounts));
    await workbench.command("显示日志");
    await until("the version in the log", waitTimeout, async () => /yusuan \d+\.\d+/.test(await workbench.log()));
    await photograph("output");
    await keyboard.press("Control+j");
  });

  await step("without a server the person is told what to do", async () => {
    const missing = path.join(workbench.folder, "没有", "yusuan");
    await workbench.configure({ "yusuan.server.path": missing });
    const notification = workbench.notification(missing);
    await notification.waitFor();
    await photograph("no-server");
    assert.equal((await workbench.notifications()).length, 1, "one message");
    assert.equal(await workbench.hasSquiggle("洽谈活动经费共计", ...plannedAmounts), false, "stale findings are gone");
    await notification.getByRole("button", { name: "Open Settings" }).click();
    await workbench.page.locator(".settings-editor .setting-item", { hasText: "~/.cargo/bin" }).first().waitFor();
    await photograph("settings");
    await keyboard.press("Escape");
    await keyboard.press("Control+w");
  });

  await step("a corrected setting starts the server without a reload", async () => {
    await workbench.configure({});
    await workbench.open(draftName);
    await until("a squiggle", waitTimeout, () => workbench.hasSquiggle("洽谈活动经费共计", ...plannedAmounts));
  });

  if (seed !== null) await seedSteps();
}

async function seedSteps() {
  await step("seed 001: the project cost that its parts do not give is marked", async () => {
    await workbench.open(seedName);
    await workbench.goToLine(lineOf(seed, "项目概况", "共计130万元"));
    await until("a squiggle", waitTimeout, () => workbench.hasSquiggle("项目概况", "共计130", "外出招商经费65"));
    await photograph("seed-error");
  });

  await step("seed 001: hover on 2011308", async () => {
    await workbench.goToLine(lineOf(seed, "2011308"));
    const text = await workbench.hover("2011308", "2011308", "招商引资");
    await photograph("seed-hover-code");
    assert.match(text, /一般公共服务支出[\s\S]*商贸事务/);
    await workbench.moveMouseAway();
  });

  await step("seed 001: hover on 机关运行经费", async () => {
    await workbench.goToLine(lineOf(seed, "本部门", "机关运行经费财政拨款预算"));
    await workbench.hover("机关运行经费财政拨款预算", "机关运行经费", "行政单位");
    await photograph("seed-hover-term");
    await workbench.moveMouseAway();
  });

  await step("seed 001: completion of a code after 20113", async () => {
    await completeBelow(lineOf(seed, "2011308"), "seed-completion");
  });
}

/** Types 20113 in a new row below `line`, takes 2011308 from the list, and goes back to the file as it is on the disk. */
async function completeBelow(line, photographName) {
  const { keyboard } = workbench.page;
  await workbench.goToLine(line);
  // Insert Line Below
  await keyboard.press("Control+Enter");
  await until("the new row", waitTimeout, async () => (await workbench.position()) === `Ln ${line + 1}, Col 1`);
  await keyboard.type("20113");
  const rows = await workbench.completions("2011308");
  await photograph(photographName);
  assert.ok(rows.some((row) => row.includes("招商引资")), `names beside the codes: ${rows.join(" / ")}`);
  await keyboard.type("08");
  await workbench.page.locator(".suggest-widget.visible .monaco-list-row.focused", { hasText: "2011308" }).waitFor();
  await keyboard.press("Enter");
  await keyboard.type("◆");
  await until("the inserted code", waitTimeout, async () => {
    const text = await workbench.shownLine("◆");
    return text !== null && /^2011308(?!\d)/.test(text);
  });
  // How many steps there are to undo depends on how fast the keys were taken.
  await workbench.command("File: Revert File");
  await until("the draft as it was", waitTimeout, async () => (await workbench.shownLine("◆")) === null);
}
