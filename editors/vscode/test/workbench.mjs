// A real VS Code workbench: code-server on a free port, Chromium in front of
// it, and the few gestures of a person that the test needs.
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const run = promisify(execFile);
const startTimeout = 60_000;
const waitTimeout = 30_000;
/** After this time without a hover the mouse is moved to the token anew. */
const hoverPatience = 5_000;

const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--lang=zh-CN",
];

const settings = {
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.reduceMotion": "on",
  "workbench.enableExperiments": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "chat.disableAIFeatures": true,
  "editor.fontFamily": "'Noto Sans Mono CJK SC', monospace",
  "editor.minimap.enabled": false,
  "editor.cursorBlinking": "solid",
  // On in a browser by itself: what a step has typed would reach the disk or not, as time will have it.
  "files.autoSave": "off",
  "editor.accessibilitySupport": "off",
};

export class Workbench {
  /**
   * Installs the extension into an empty profile and opens `files` (name to
   * content) as a folder.
   */
  static async start({ codeServer, vsix, chromiumPath, files, viewport = { width: 1360, height: 860 } }) {
    const workbench = new Workbench();
    workbench.home = await mkdtemp(path.join(tmpdir(), "yusuan-vscode-"));
    workbench.viewport = viewport;
    try {
      await workbench.#prepare(files);
      await workbench.#startCodeServer(codeServer, vsix);
      await workbench.#startBrowser(chromiumPath);
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  async #prepare(files) {
    this.folder = path.join(this.home, "预算");
    await mkdir(path.join(this.folder, ".vscode"), { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(this.folder, name), content);
    await mkdir(path.join(this.home, "data", "User"), { recursive: true });
    await writeFile(path.join(this.home, "config.yaml"), "auth: none\n");
    await writeFile(path.join(this.home, "data", "User", "settings.json"), JSON.stringify(settings));
    await this.configure({});
  }

  /** Sets the settings of the folder, while the workbench runs if need be: Chinese, and `changes`. */
  async configure(changes) {
    const folderSettings = { "yusuan.locale": "zh-CN", ...changes };
    await writeFile(path.join(this.folder, ".vscode", "settings.json"), JSON.stringify(folderSettings));
  }

  async #startCodeServer(codeServer, vsix) {
    const profile = [
      ...["--config", path.join(this.home, "config.yaml")],
      ...["--user-data-dir", path.join(this.home, "data")],
      ...["--extensions-dir", path.join(this.home, "extensions")],
    ];
    await run(process.execPath, [codeServer, ...profile, "--install-extension", vsix], { timeout: startTimeout });
    const port = await freePort();
    this.address = `http://127.0.0.1:${port}`;
    this.process = spawn(
      process.execPath,
      [
        codeServer,
        ...profile,
        ...["--bind-addr", `127.0.0.1:${port}`, "--auth", "none"],
        ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"],
        ...["--disable-getting-started-override", "--ignore-last-opened"],
      ],
      { stdio: ["ignore", "pipe", "pipe"], detached: true },
    );
    this.serverOutput = "";
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (this.serverOutput += text));
    }
    await until("code-server to answer", startTimeout, async () => {
      if (this.process.exitCode !== null) throw new Error(`code-server ended early:\n${this.serverOutput}`);
      return fetch(`${this.address}/healthz`).then((response) => response.ok, () => false);
    });
  }

  async #startBrowser(executablePath) {
    this.browser = await chromium.launch({ executablePath, args: chromiumArguments });
    const context = await this.browser.newContext({ viewport: this.viewport, locale: "en-US" });
    this.page = await context.newPage();
    this.page.setDefaultTimeout(waitTimeout);
    await this.page.goto(`${this.address}/?folder=${encodeURIComponent(this.folder)}`, { timeout: startTimeout });
    await this.page.waitForSelector(".monaco-workbench .explorer-folders-view .monaco-list-row", { timeout: startTimeout });
  }

  async close() {
    await this.browser?.close().catch(() => {});
    if (this.process?.pid !== undefined && this.process.exitCode === null) {
      // The whole process group, that is the extension host and the language server too.
      try {
        process.kill(-this.process.pid, "SIGTERM");
      } catch {
        // It has just ended by itself.
      }
    }
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async resize(viewport) {
    this.viewport = viewport;
    await this.page.setViewportSize(viewport);
  }

  /** Of the whole window, or of an area of it. */
  screenshot(file, area) {
    return this.page.screenshot({ path: file, clip: area });
  }

  async command(title) {
    await this.page.keyboard.press("F1");
    await this.#pick(`>${title}`, title);
  }

  /** Opens a file of the folder and waits until its text is shown. */
  async open(name) {
    await this.page.keyboard.press("Control+p");
    await this.#pick(name, name);
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
    await this.page.waitForSelector(".editor-instance .view-line");
    await this.#editorFocused();
  }

  async #pick(text, expected) {
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(text);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: expected }).waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** Puts the cursor at the start of a line (from 1) and shows that line. */
  async goToLine(line) {
    await this.page.keyboard.press("Control+g");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(`:${line}`);
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
    await this.#editorFocused();
    await until(`the cursor in line ${line}`, waitTimeout, async () => (await this.position()) === `Ln ${line}, Col 1`);
  }

  /** After a widget has closed, the editor gets the keys back a little later. */
  async #editorFocused() {
    await this.page.locator(".editor-instance .monaco-editor.focused").first().waitFor();
  }

  /** Where `token` (or the text from `token` to `last`) is on the screen, in the first shown line that holds `lineText`. */
  async locate(lineText, token, last = token) {
    let box;
    await until(`“${token}” to “${last}” in a line with “${lineText}”`, waitTimeout, async () => {
      box = await this.page.evaluate(boxOfToken, { lineText, token, last });
      return box !== null;
    });
    return box;
  }

  /** Points at a token with the mouse and returns what the editor shows there. */
  async hover(lineText, token, expected) {
    const content = this.page.locator(".monaco-editor .monaco-hover:not(.hidden) .monaco-hover-content");
    let text = "";
    let pointed = 0;
    await until(`a hover on “${token}” with “${expected}”`, waitTimeout, async () => {
      // Lenses that arrive late push the lines down, away from under the mouse.
      if (Date.now() - pointed > hoverPatience) {
        await this.#pointAt(await this.locate(lineText, token));
        pointed = Date.now();
      }
      text = (await content.allInnerTexts()).join("\n");
      // It may be gone again before its colours are looked at.
      return text.includes(expected) && content.first().evaluate(isOpaque, undefined, { timeout: 500 }).catch(() => false);
    });
    return text;
  }

  async #pointAt(box) {
    await this.page.mouse.move(box.x + box.width / 2 - 30, box.y - 60);
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
  }

  async #opaque(element) {
    await until("it to have faded in", waitTimeout, () => element.evaluate(isOpaque));
  }

  /** Clicks a lens with this text that is in sight, and not one above or below. */
  async clickLens(wanted) {
    let place = null;
    await until(`a lens with “${wanted}” in sight`, waitTimeout, async () => {
      place = await this.page.evaluate(placeOfLens, wanted);
      return place !== null;
    });
    await this.page.mouse.click(place.x, place.y);
  }

  async moveMouseAway() {
    await this.page.mouse.move(this.viewport.width - 60, this.viewport.height - 20);
    await this.page.locator(".monaco-editor .monaco-hover:not(.hidden)").waitFor({ state: "hidden" });
  }

  /** Text of the log in the Output panel. */
  async log() {
    const text = await this.page.locator(".panel .view-lines").allInnerTexts();
    return text.join("\n").replace(/\u00a0/g, " ");
  }

  /** Asks for quick fixes at the cursor and returns the titles. */
  async quickFixes(expected) {
    await this.page.keyboard.press("Control+.");
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    await rows.filter({ hasText: expected }).first().waitFor();
    return rows.allInnerTexts();
  }

  /** Takes one of the quick fixes that are shown. */
  async takeQuickFix(title) {
    await this.page.locator(".action-widget .monaco-list-row.action", { hasText: title }).first().click();
    await this.page.locator(".action-widget .monaco-list-row.action").first().waitFor({ state: "detached" });
    await this.#editorFocused();
  }

  /** What the entry of the status bar for the language says when the mouse is on it. */
  async languageStatus(expected) {
    await this.page.locator('[id="status.languageStatus"]').hover();
    const content = this.page.locator(".monaco-hover .hover-language-status").first();
    let text = "";
    await until(`the language status with “${expected}”`, waitTimeout, async () => {
      text = (await this.page.locator(".monaco-hover .hover-language-status").allInnerTexts()).join("\n");
      return text.includes(expected);
    });
    await this.#opaque(content);
    return text;
  }

  /** Follows a link of a document: the text `token` in the first shown line that holds `lineText`. */
  async followLink(lineText, token) {
    const box = await this.locate(lineText, token);
    const middle = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(...middle);
    await this.page.locator(".editor-instance .detected-link").first().waitFor();
    await this.page.keyboard.down("Control");
    await this.page.mouse.click(...middle);
    await this.page.keyboard.up("Control");
  }

  activeTab() {
    return this.page.locator(".editor-group-container.active .tab.active").getAttribute("data-resource-name");
  }

  async closeAllEditors() {
    await this.command("View: Close All Editors");
    await this.page.locator(".tab").first().waitFor({ state: "detached" });
  }

  /** Closes everything, and leaves what was not saved. */
  async closeAllEditorsUnsaved() {
    await this.command("View: Close All Editors");
    await this.page.getByRole("button", { name: "Don't Save" }).click();
    await this.page.locator(".tab").first().waitFor({ state: "detached" });
  }

  /** Takes an entry of the menu of a file in the explorer. */
  async explorerMenu(file, entry) {
    await this.command("View: Show Explorer");
    const row = this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: file });
    await row.first().click({ button: "right" });
    // A menu that has just opened takes a click for the end of the one that opened it.
    await this.page.getByRole("menuitem", { name: entry }).first().hover();
    await this.page.waitForTimeout(500);
    await this.page.keyboard.press("Enter");
  }

  /** Asks for completions at the cursor, if typing has not brought them up, and returns the rows of the list. */
  async completions(expected) {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row");
    const offered = await rows.first().waitFor({ timeout: 1500 }).then(() => true, () => false);
    if (!offered) await this.page.keyboard.press("Control+Space");
    await rows.filter({ hasText: expected }).first().waitFor();
    return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute("aria-label") ?? ""));
  }

  /** Text of a shown line that holds `lineText`, with every blank as one space. */
  shownLine(lineText) {
    return this.page.evaluate((wanted) => {
      for (const line of document.querySelectorAll(".editor-instance .view-line")) {
        const text = line.textContent.replace(/\s+/g, " ");
        if (text.includes(wanted)) return text;
      }
      return null;
    }, lineText);
  }

  /** Whether an error squiggle stands under `token`, or under the text from `token` to `last`. */
  async hasSquiggle(lineText, token, last = token) {
    const box = await this.locate(lineText, token, last);
    return this.page.evaluate((area) => {
      const overlaps = (mark) =>
        mark.left < area.x + area.width && mark.right > area.x && mark.top < area.y + area.height && mark.bottom > area.y;
      return [...document.querySelectorAll(".editor-instance .squiggly-error")].some((element) =>
        overlaps(element.getBoundingClientRect()),
      );
    }, box);
  }

  languageMode() {
    return this.page.locator('[id="status.editor.mode"]').innerText();
  }

  /** Of the cursor, as in `Ln 3, Col 1`. */
  position() {
    return this.page.locator('[id="status.editor.selection"]').innerText();
  }

  encoding() {
    return this.page.locator('[id="status.editor.encoding"]').innerText();
  }

  /** Rows of the Problems panel. */
  async problems(expected) {
    await this.command("Problems: Focus on Problems View");
    const rows = this.page.locator(".markers-panel .monaco-list-row");
    await rows.filter({ hasText: expected }).first().waitFor();
    return rows.allInnerTexts();
  }

  /** What the editor's token inspector says of a token. */
  async inspectToken(lineText, token) {
    const box = await this.locate(lineText, token);
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await this.command("Developer: Inspect Editor Tokens and Scopes");
    const widget = this.page.locator(".token-inspect-widget");
    await widget.locator("table").first().waitFor();
    const text = await widget.innerText();
    await this.page.keyboard.press("Escape");
    await widget.waitFor({ state: "detached" });
    return text;
  }

  /** Colour of a token on the screen. */
  async colour(lineText, token) {
    const box = await this.locate(lineText, token);
    return box.colour;
  }

  notifications() {
    return this.page.locator(".notification-list-item").allInnerTexts();
  }

  notification(text) {
    return this.page.locator(".notification-list-item", { hasText: text }).first();
  }

  async dismissNotifications() {
    await this.command("Notifications: Clear All Notifications");
    await this.page.locator(".notification-list-item").first().waitFor({ state: "detached" });
  }
}

/** Repeats `check` until it is true. */
export async function until(what, timeout, check) {
  const end = Date.now() + timeout;
  for (;;) {
    if (await check()) return;
    if (Date.now() > end) throw new Error(`waited ${timeout / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

/** Runs in the page: the editor shows blanks as no-break spaces and splits a line into many spans. */
function boxOfToken({ lineText, token, last }) {
  const plain = (text) => text.replace(/\s/g, " ");
  for (const line of document.querySelectorAll(".editor-instance .view-line")) {
    const text = plain(line.textContent);
    const inLine = text.indexOf(lineText);
    if (inLine < 0) continue;
    const start = text.indexOf(token, inLine);
    if (start < 0) continue;
    const begin = text.indexOf(last, start);
    if (begin < 0) continue;
    const finish = begin + last.length;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let offset = 0;
    let parent = null;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const end = offset + node.data.length;
      if (parent === null && start < end) {
        range.setStart(node, start - offset);
        parent = node.parentElement;
      }
      if (finish <= end) {
        range.setEnd(node, finish - offset);
        break;
      }
      offset = end;
    }
    const { x, y, width, height } = range.getBoundingClientRect();
    if (width > 0) return { x, y, width, height, colour: getComputedStyle(parent).color };
  }
  return null;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Runs in the page: whether an element and all around it have faded in. */
function isOpaque(node) {
  for (let part = node; part !== null; part = part.parentElement) {
    if (getComputedStyle(part).opacity !== "1") return false;
  }
  return true;
}

/** Runs in the page: the middle of a lens that nothing covers. */
function placeOfLens(wanted) {
  for (const lens of document.querySelectorAll(".editor-instance .codelens-decoration a")) {
    if (!lens.textContent.includes(wanted)) continue;
    const { x, y, width, height } = lens.getBoundingClientRect();
    const place = { x: x + width / 2, y: y + height / 2 };
    if (lens.contains(document.elementFromPoint(place.x, place.y))) return place;
  }
  return null;
}
