import { spawn } from "node:child_process";

/** A place in a text, as LSP counts: lines from zero, columns in UTF-16 units. */
export interface Place {
  line: number;
  character: number;
}

export interface Finding {
  code: string;
  severity: "error" | "warning" | "information" | "hint";
  message: string;
  range: { start: Place; end: Place };
  /** Where it stands in a Word, Excel or PDF file: 工作表“收支总表” C12. */
  place?: string;
  fix: { newText: string } | null;
}

/** How much of one disclosure took part in a check. Lines count from one. */
export interface Coverage {
  figures: { tables: number; tablesChecked: number; prose: number; proseChecked: number };
  identities: { rule: string; exact: number; rounding: number; inconsistent: number; blocked: number }[];
  unrecognisedTables: { line: number; text: string }[];
  unreadStatements: { line: number; text: string }[];
  notRun: { line: number; text: string }[];
}

/** What `yusuan check` says of one file. */
export interface CheckedFile {
  /** As it was given; `-` for a text that was handed over. */
  path: string;
  diagnostics: Finding[];
  coverage?: Coverage[];
}

export interface CheckResult {
  files: CheckedFile[];
  /** What could not be read and why, one sentence a line; empty if nothing failed. */
  failures: string;
}

export interface CheckRequest {
  program: string;
  locale: "zh-CN" | "en";
  /** A file or a folder, or the text itself where it is not (yet) what the disk holds. */
  source: { path: string } | { text: string };
  workingFolder: string | undefined;
  /** Ends the program. */
  signal?: AbortSignal;
}

/** Some files could not be read; the others were checked. */
const failedStatus = 2;

/**
 * Runs `yusuan check` and reads its report.
 *
 * @throws when the program cannot be started, is stopped, or prints no report.
 */
export async function check(request: CheckRequest): Promise<CheckResult> {
  const { source } = request;
  const command = ["check", "--format", "json", "--coverage", "--locale", request.locale, "--fail-on", "never"];
  const process = spawn(request.program, [...command, "--", "path" in source ? source.path : "-"], {
    cwd: request.workingFolder,
    signal: request.signal,
    windowsHide: true,
  });
  // A program that ends early closes its input; its exit status says why.
  process.stdin.on("error", () => {});
  process.stdin.end("text" in source ? source.text : "");
  const [output, complaint, status] = await Promise.all([
    read(process.stdout),
    read(process.stderr),
    new Promise<number | null>((resolve, reject) => {
      process.on("error", reject);
      process.on("close", resolve);
    }),
  ]);
  if (status !== 0 && status !== failedStatus) throw new Error(complaint.trim() || `yusuan check: ${status}`);
  const lines = output.split("\n").filter((line) => line !== "");
  return { files: lines.map((line) => JSON.parse(line) as CheckedFile), failures: status === 0 ? "" : complaint.trim() };
}

async function read(stream: NodeJS.ReadableStream): Promise<string> {
  stream.setEncoding("utf8");
  let text = "";
  for await (const part of stream) text += part;
  return text;
}
