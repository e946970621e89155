import type { Kind } from "./kind";
import type { Tally } from "./report";

/** Everything the extension itself says to a person, in one language. */
export interface Messages {
  serverMissing: string;
  serverPathWrong(path: string): string;
  serverUnusable(path: string, reason: string): string;
  serverStopped(reason: string): string;
  openSettings: string;
  copyInstallCommand: string;
  showOutput: string;
  restart: string;
  statusName: string;
  starting: string;
  running: string;
  notRunning: string;
  findingsName: string;
  showProblems: string;
  kind(kind: Kind): string;
  checking(name: string): string;
  checked(name: string, count: string): string;
  checkFailed(reason: string): string;
  nothingToCheck(folder: string): string;
  noDraft: string;
  noFolder: string;
  showReport: string;
  treated(name: string): string;
  always: string;
  importing(name: string): string;
  importFailed(reason: string): string;
  importLabel: string;
  importFilter: string;
  report: ReportWords;
}

/** The words of a report. */
export interface ReportWords {
  title(name: string): string;
  summary(files: number, tally: Tally): string;
  count(tally: Tally): string;
  failures: string;
  file: string;
  errors: string;
  warnings: string;
  hints: string;
  figures: string;
  checked: string;
  line(number: number): string;
  severity: Record<"error" | "warning" | "information" | "hint", string>;
  proposal(text: string): string;
  coverage: string;
  inTables(printed: number, checked: number): string;
  inProse(printed: number, checked: number): string;
  rule: string;
  exact: string;
  rounding: string;
  inconsistent: string;
  blocked: string;
  unrecognisedTables: string;
  unreadStatements: string;
  notRun: string;
}

/** Installs the server from a copy of the repository. */
export const installCommand = "cargo install --locked --path .";

const chineseReport: ReportWords = {
  title: (name) => `核对报告：${name}`,
  summary: (files, tally) => `共 ${files} 个文件：${chineseReport.count(tally)}。`,
  count: ({ errors, warnings, hints }) =>
    errors + warnings + hints === 0 ? "没有发现问题" : `错误 ${errors} 处，警告 ${warnings} 处，提示 ${hints} 处`,
  failures: "没有读取的文件",
  file: "文件",
  errors: "错误",
  warnings: "警告",
  hints: "提示",
  figures: "数字",
  checked: "参加核对",
  line: (number) => `第 ${number} 行`,
  severity: { error: "错误", warning: "警告", information: "说明", hint: "提示" },
  proposal: (text) => (text === "" ? "建议：删去" : `建议：改为 ${text}`),
  coverage: "核对范围",
  inTables: (printed, checked) => `表中数字 ${printed} 个，参加核对 ${checked} 个`,
  inProse: (printed, checked) => `文字中的金额和百分比 ${printed} 个，参加核对 ${checked} 个`,
  rule: "规则",
  exact: "成立",
  rounding: "尾差",
  inconsistent: "不符",
  blocked: "未比较",
  unrecognisedTables: "没有识别的表",
  unreadStatements: "没有核对的句子",
  notRun: "没有进行的核对",
};

const englishReport: ReportWords = {
  title: (name) => `Check report: ${name}`,
  summary: (files, tally) => `${plural(files, "file")}: ${englishReport.count(tally)}.`,
  count: ({ errors, warnings, hints }) =>
    errors + warnings + hints === 0
      ? "no findings"
      : `${plural(errors, "error")}, ${plural(warnings, "warning")}, ${plural(hints, "hint")}`,
  failures: "Files that were not read",
  file: "File",
  errors: "Errors",
  warnings: "Warnings",
  hints: "Hints",
  figures: "Figures",
  checked: "Checked",
  line: (number) => `Line ${number}`,
  severity: { error: "Error", warning: "Warning", information: "Information", hint: "Hint" },
  proposal: (text) => (text === "" ? "Proposal: delete it" : `Proposal: ${text}`),
  coverage: "What was checked",
  inTables: (printed, checked) => `${plural(printed, "number")} in tables, ${checked} checked`,
  inProse: (printed, checked) => `${plural(printed, "amount or percentage", "amounts and percentages")} in the text, ${checked} checked`,
  rule: "Check",
  exact: "Exact",
  rounding: "Rounding",
  inconsistent: "Inconsistent",
  blocked: "Not compared",
  unrecognisedTables: "Tables not recognised",
  unreadStatements: "Sentences not checked",
  notRun: "Checks not run",
};

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function chineseKind({ year, scope, document }: Kind): string {
  if (document === undefined) return "预算公开文本";
  const who = scope === "department" ? "部门" : scope === "unit" ? "单位" : "";
  return `${year === undefined ? "" : `${year}年度`}${who}${document === "budget" ? "预算" : "决算"}公开`;
}

function englishKind({ year, scope, document }: Kind): string {
  if (document === undefined) return "Budget disclosure";
  const what = document === "budget" ? "budget" : "final account";
  const who = scope === "department" ? "Departmental " : scope === "unit" ? "Unit " : "";
  const text = `${who}${what}${year === undefined ? "" : ` ${year}`}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const chinese: Messages = {
  serverMissing:
    "没有找到预算语言服务器 yusuan，目前只有语法高亮，不能核对数字。" +
    `请在本项目的源码目录中运行 ${installCommand}（需要 Rust），` +
    "或在设置 yusuan.server.path 中填写 yusuan 程序的完整路径。",
  serverPathWrong: (path) =>
    `设置 yusuan.server.path 指向的文件不存在：${path}。请改正路径，或清空该设置以自动查找。`,
  serverUnusable: (path, reason) =>
    `无法使用语言服务器 ${path}：${reason}。请重新安装，或在设置 yusuan.server.path 中改用其他程序。`,
  serverStopped: (reason) => `预算语言服务器未能启动：${reason}`,
  openSettings: "打开设置",
  copyInstallCommand: "复制安装命令",
  showOutput: "显示日志",
  restart: "重启服务器",
  statusName: "预算语言服务器",
  starting: "正在启动",
  running: "正在运行",
  notRunning: "未运行",
  findingsName: "核对结果",
  showProblems: "显示问题",
  kind: chineseKind,
  checking: (name) => `正在核对 ${name}`,
  checked: (name, count) => `${name}：${count}`,
  checkFailed: (reason) => `核对没有完成：${reason}`,
  nothingToCheck: (folder) =>
    `文件夹“${folder}”中没有要核对的文件。名称含“预算公开、决算公开、部门预算、部门决算、单位预算、单位决算”的 .txt、.md、Word、Excel 和 PDF 文件，以及 .yusuan 文件会被核对。`,
  noDraft: "请先打开一份预算或决算公开文本。",
  noFolder: "请先打开一个文件夹。",
  showReport: "显示报告",
  treated: (name) => `已把“${name}”作为预算公开文本核对。`,
  always: "以后都这样",
  importing: (name) => `正在导入 ${name}`,
  importFailed: (reason) => `没有导入：${reason}`,
  importLabel: "导入",
  importFilter: "Word、Excel、PDF 文件",
  report: chineseReport,
};

export const english: Messages = {
  serverMissing:
    "The Yusuan language server was not found; there is syntax highlighting only and no figure is checked. " +
    `Run ${installCommand} in the source folder of this project (needs Rust), ` +
    "or put the full path of the yusuan program into the setting yusuan.server.path.",
  serverPathWrong: (path) =>
    `The setting yusuan.server.path names a file that does not exist: ${path}. Correct it, or clear it to search automatically.`,
  serverUnusable: (path, reason) =>
    `The language server ${path} cannot be used: ${reason}. Install it again, or name another program in the setting yusuan.server.path.`,
  serverStopped: (reason) => `The Yusuan language server did not start: ${reason}`,
  openSettings: "Open Settings",
  copyInstallCommand: "Copy Install Command",
  showOutput: "Show Output",
  restart: "Restart Server",
  statusName: "Yusuan Language Server",
  starting: "Starting",
  running: "Running",
  notRunning: "Not running",
  findingsName: "Findings",
  showProblems: "Show Problems",
  kind: englishKind,
  checking: (name) => `Checking ${name}`,
  checked: (name, count) => `${name}: ${count}`,
  checkFailed: (reason) => `The check was not completed: ${reason}`,
  nothingToCheck: (folder) =>
    `Nothing to check in the folder “${folder}”. Checked are .yusuan files, and .txt, .md, Word, Excel and PDF files whose names hold ` +
    "预算公开, 决算公开, 部门预算, 部门决算, 单位预算 or 单位决算.",
  noDraft: "Open a budget or final account disclosure first.",
  noFolder: "Open a folder first.",
  showReport: "Show Report",
  treated: (name) => `“${name}” is now checked as a disclosure.`,
  always: "Always",
  importing: (name) => `Importing ${name}`,
  importFailed: (reason) => `Nothing was imported: ${reason}`,
  importLabel: "Import",
  importFilter: "Word, Excel and PDF files",
  report: englishReport,
};
