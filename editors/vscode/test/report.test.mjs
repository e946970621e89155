// The report of `yusuan check`, the label of a draft, and what is made of the program's exit.
import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { check } from "../src/check.ts";
import { kindOfDocument } from "../src/kind.ts";
import { tallyOf, writeReport } from "../src/report.ts";
import { chinese, english } from "../src/wording.ts";

const place = (line, character) => ({ line, character });
const finding = {
  code: "B101",
  severity: "error",
  message: "合计 26.82万元 与各列之和 28.62万元 不符",
  range: { start: place(21, 17), end: place(21, 22) },
  fix: { newText: "28.62" },
};
const coverage = {
  figures: { tables: 38, tablesChecked: 36, prose: 14, proseChecked: 13 },
  identities: [{ rule: "B101", exact: 14, rounding: 0, inconsistent: 1, blocked: 2 }],
  unrecognisedTables: [{ line: 40, text: "附表" }],
  unreadStatements: [{ line: 7, text: "其他\n收入1万元" }],
  notRun: [],
};
const wrong = { path: "/稿/乙部门预算.md", diagnostics: [finding], coverage: [coverage] };
const clean = { path: "/稿/甲部门预算.md", diagnostics: [], coverage: [{ ...coverage, unrecognisedTables: [], unreadStatements: [] }] };

const nameOf = (file) => path.basename(file);

/** What a link covers. */
function linked({ text, links }) {
  const lines = text.split("\n");
  return links.map(({ line, start, end, path: file, target }) => [lines[line].slice(start, end), file, target.line, target.character]);
}

test("a report in Chinese, with links to the places", () => {
  const report = writeReport("稿", { files: [clean, wrong], failures: "" }, nameOf, chinese.report);
  assert.match(report.text, /^# 核对报告：稿\n\n共 2 个文件：错误 1 处，警告 0 处，提示 0 处。\n/);
  assert.match(report.text, /## 甲部门预算\.md\n\n没有发现问题\n/);
  assert.match(report.text, /- 第 22 行 错误 B101 合计 26\.82万元 与各列之和 28\.62万元 不符\n {2}建议：改为 28\.62\n/);
  assert.match(report.text, /- 表中数字 38 个，参加核对 36 个\n/);
  assert.match(report.text, /#### 没有核对的句子\n\n- 第 7 行 其他 收入1万元\n/);
  assert.doesNotMatch(report.text, /没有进行的核对|没有读取的文件/);
  assert.deepEqual(linked(report), [
    ["甲部门预算.md", clean.path, 0, 0],
    ["乙部门预算.md", wrong.path, 0, 0],
    ["第 22 行", wrong.path, 21, 17],
    ["第 40 行", wrong.path, 39, 0],
    ["第 7 行", wrong.path, 6, 0],
  ]);
});

test("the columns of a table end in one place, in which a Chinese character takes two", () => {
  const { text } = writeReport("稿", { files: [clean, wrong], failures: "" }, nameOf, chinese.report);
  const rows = text.split("\n").filter((line) => /^\| (文件|甲|乙|---)/.test(line)).slice(0, 4);
  const width = (row) => [...row].reduce((sum, character) => sum + (/[\u4e00-\u9fff]/.test(character) ? 2 : 1), 0);
  assert.equal(rows.length, 4);
  assert.equal(new Set(rows.map(width)).size, 1, rows.join("\n"));
});

test("a report in English, and files that were not read", () => {
  const report = writeReport("draft", { files: [wrong], failures: "a.md: permission denied" }, nameOf, english.report);
  assert.match(report.text, /^# Check report: draft\n\n1 error, 0 warnings, 0 hints\n\n## Files that were not read\n\n- a\.md: permission denied\n/);
  assert.doesNotMatch(report.text, /\| File /, "one file needs no overview");
});

test("information and hints are counted together", () => {
  const severities = ["error", "warning", "warning", "information", "hint"];
  assert.deepEqual(tallyOf(severities.map((severity) => ({ severity }))), { errors: 1, warnings: 2, hints: 2 });
});

test("the kind of a draft by its title, or else by its name", () => {
  const kind = (text, name = "a.md") => chinese.kind(kindOfDocument(text, name));
  assert.equal(kind("# 青禾县文化馆2025年度单位预算公开\n"), "2025年度单位预算公开");
  assert.equal(kind("青禾市招商服务中心\n\n２０２４年部门决算\n"), "2024年度部门决算公开");
  assert.equal(kind("青禾市招商服务中心\n\n2024年决算公开\n"), "2024年度决算公开");
  assert.equal(kind("第一部分 概况\n", "2023年部门预算.txt"), "2023年度部门预算公开");
  assert.equal(kind("第一部分 概况\n"), "预算公开文本");
  assert.equal(english.kind(kindOfDocument("2024年部门决算", "")), "Departmental final account 2024");
});

/** A program that stands for yusuan. */
async function withProgram(script, run) {
  const folder = await mkdtemp(path.join(tmpdir(), "yusuan-check-"));
  const program = path.join(folder, "yusuan");
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  try {
    return await run(program);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const request = (program, source = { text: "" }) => ({ program, locale: "zh-CN", source, workingFolder: undefined });

test("the text is handed over and the report read, one file a line", () =>
  withProgram(`cat > "$0.in"; echo "$*" > "$0.arguments"; echo '{"path":"-","diagnostics":[]}'`, async (program) => {
    const { files, failures } = await check(request(program, { text: "合计\t1" }));
    assert.deepEqual(files, [{ path: "-", diagnostics: [] }]);
    assert.equal(failures, "");
    assert.equal(await readFile(`${program}.in`, "utf8"), "合计\t1");
    assert.match(await readFile(`${program}.arguments`, "utf8"), /^check .*--locale zh-CN .*-- -\n$/);
  }));

test("what could not be read is said beside what was", () =>
  withProgram(`echo '{"path":"a","diagnostics":[]}'; echo 'b: 没有读取权限' >&2; exit 2`, async (program) => {
    const { files, failures } = await check(request(program, { path: "/" }));
    assert.equal(files.length, 1);
    assert.equal(failures, "b: 没有读取权限");
  }));

test("a program that fails, and one that is not there", async () => {
  await withProgram("echo 坏了 >&2; exit 101", (program) => assert.rejects(check(request(program)), /坏了/));
  await assert.rejects(check(request("/nowhere/yusuan")), /ENOENT/);
});
