// Takes the pictures of the documents and of the walkthrough: `test/run.sh --pictures`. Look at them afterwards.
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Workbench, until } from "./workbench.mjs";

const { YUSUAN_VSIX, CODE_SERVER, CHROMIUM = "/usr/bin/chromium" } = process.env;
const extension = fileURLToPath(new URL("..", import.meta.url));
const repository = path.join(extension, "..", "..");
const walkthrough = path.join(extension, "images", "walkthrough");
const documents = path.join(repository, "docs", "images");
const waitTimeout = 30_000;

const draft = await readFile(path.join(repository, "tests/documents/demo/qinghe-culture-draft.yusuan.md"), "utf8");
const name = "青禾县文化馆2025年单位预算.md";
/** The whole window, for the documents. */
const viewport = { width: 1120, height: 840 };
/** A small window, for a walkthrough shows its pictures in half of one. */
const small = { width: 760, height: 560 };
/** Without the activity bar and the title. */
const editorOfSmall = { x: 52, y: 36, width: 704, height: 490 };

const workbench = await Workbench.start({ codeServer: CODE_SERVER, vsix: YUSUAN_VSIX, chromiumPath: CHROMIUM, files: { [name]: draft }, viewport });
const { keyboard } = workbench.page;
await mkdir(walkthrough, { recursive: true });
try {
  await pictures();
} catch (error) {
  await workbench.screenshot(path.join(process.env.YUSUAN_SCREENSHOTS, "failed-pictures.png"));
  throw error;
} finally {
  await workbench.close();
}

async function pictures() {
  await workbench.open(name);
  await keyboard.press("Control+b");
  await workbench.goToLine(lineOf("20805"));
  await until("a squiggle", waitTimeout, () => workbench.hasSquiggle("20805", "26.82"));
  await until("hints", waitTimeout, async () => /[✓✗]/.test((await workbench.shownLine("20805")) ?? ""));
  await wholeWindow();
  await workbench.resize(small);
  await stepsOfTheWalkthrough();
}

async function wholeWindow() {
  await workbench.problems("26.82");
  await workbench.goToLine(lineOf("20805"));
  // The hover opens below its line where there is room for it.
  const shown = await workbench.locate("20805", "26.82");
  await workbench.page.mouse.move(shown.x + 300, shown.y + 100);
  await workbench.page.mouse.wheel(0, shown.y - 170);
  await workbench.page.waitForTimeout(500);
  await workbench.hover("20805", "26.82", "相差");
  await picture(documents, "vscode");
  await workbench.moveMouseAway();
  await keyboard.press("Control+j");
}

async function stepsOfTheWalkthrough() {
  await workbench.goToLine(lineOf("20805"));
  await picture(walkthrough, "open", editorOfSmall);

  await workbench.hover("2070109", "2070109", "群众文化");
  await picture(walkthrough, "hover", editorOfSmall);
  await picture(documents, "vscode-hover", editorOfSmall);
  await workbench.moveMouseAway();

  const wrong = await workbench.locate("20805", "26.82");
  await workbench.page.mouse.click(wrong.x + wrong.width / 2, wrong.y + wrong.height / 2);
  await workbench.quickFixes("28.62");
  await picture(walkthrough, "fix", editorOfSmall);
  await keyboard.press("Escape");
  await workbench.page.locator(".action-widget .monaco-list-row.action").first().waitFor({ state: "detached" });

  const line = lineOf("2210201");
  await workbench.goToLine(line);
  await keyboard.press("Control+Enter");
  await until("the new row", waitTimeout, async () => (await workbench.position()) === `Ln ${line + 1}, Col 1`);
  await keyboard.type("22102");
  await workbench.completions("2210203");
  await picture(walkthrough, "complete", editorOfSmall);
  await picture(documents, "vscode-completion", editorOfSmall);
  await keyboard.press("Escape");
  for (let count = 0; count < 3; count += 1) await keyboard.press("Control+z");

  await workbench.goToLine(lineOf("20805"));
  await workbench.problems("26.82");
  await workbench.moveMouseAway();
  await picture(walkthrough, "problems", editorOfSmall);
  await picture(documents, "vscode-problems", editorOfSmall);
  await keyboard.press("Control+j");

  await workbench.resize({ ...small, width: small.width + 200 });
  // Away from the status bar, whose tips would be in the picture.
  await workbench.page.mouse.move(600, 420);
  await workbench.command("显示核对报告");
  await until("the report", waitTimeout, async () => (await workbench.shownLine("错误 B101")) !== null);
  await workbench.page.locator(".editor-instance .detected-link").first().waitFor();
  const colour = (text) => workbench.colour(text, text);
  await until("the headings to be highlighted", waitTimeout, async () => (await colour("核对范围")) !== (await colour("表中数字")));
  await picture(walkthrough, "report", { ...editorOfSmall, width: editorOfSmall.width + 200 });
}

async function picture(folder, file, area) {
  // Whatever has just opened fades in.
  await workbench.page.waitForTimeout(500);
  await workbench.screenshot(path.join(folder, `${file}.png`), area);
}

function lineOf(start) {
  return draft.split("\n").findIndex((line) => line.startsWith(start)) + 1;
}
