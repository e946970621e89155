import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { language } from "./documents";
import { messages, reportLocale } from "./messages";
import type { Session } from "./session";

/** The files that `yusuan import` reads. */
const extensions = ["docx", "docm", "xlsx", "xlsm", "pdf"];

/** After this many the names of the files are no longer tried. */
const mostNames = 1000;

/** Whether a file is one of those, by its name. */
export function isImportable(file: vscode.Uri): boolean {
  return extensions.includes(path.extname(file.path).slice(1).toLowerCase());
}

interface Imported {
  text: string;
  /** What a reader should know: tracked changes, pictures without text. */
  notes: string;
}

/** Turns Word, Excel and PDF files into one text, and shows it beside as a new draft. */
export async function importFiles(session: Session, chosen: readonly vscode.Uri[] | undefined): Promise<void> {
  const files = chosen ?? (await pick());
  const first = files?.[0];
  if (files === undefined || first === undefined) return;
  const program = await session.program();
  if (program === undefined) return;
  const name = path.basename(first.fsPath);
  const options = { location: vscode.ProgressLocation.Notification, title: messages.importing(name), cancellable: true };
  const imported = await vscode.window.withProgress(options, async (_, cancellation) => {
    const stop = new AbortController();
    cancellation.onCancellationRequested(() => stop.abort());
    try {
      return await convert(program, files.map((file) => file.fsPath), stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) session.report(messages.importFailed(error instanceof Error ? error.message : String(error)));
      return undefined;
    }
  });
  if (imported === undefined) return;
  await show(first, imported.text);
  if (imported.notes !== "") void vscode.window.showInformationMessage(imported.notes);
}

async function pick(): Promise<vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    canSelectMany: true,
    openLabel: messages.importLabel,
    filters: { [messages.importFilter]: extensions },
  });
}

/**
 * Runs `yusuan import`.
 *
 * @throws when the program cannot be started, is stopped, or cannot read a file.
 */
async function convert(program: string, files: string[], signal: AbortSignal): Promise<Imported> {
  const process = spawn(program, ["import", "--locale", reportLocale(), "--", ...files], { signal, windowsHide: true });
  process.stdin.end();
  const [text, notes, status] = await Promise.all([
    read(process.stdout),
    read(process.stderr),
    new Promise<number | null>((resolve, reject) => {
      process.on("error", reject);
      process.on("close", resolve);
    }),
  ]);
  if (status !== 0) throw new Error(notes.trim() || `yusuan import: ${status}`);
  return { text, notes: notes.trim() };
}

async function read(stream: NodeJS.ReadableStream): Promise<string> {
  stream.setEncoding("utf8");
  let text = "";
  for await (const part of stream) text += part;
  return text;
}

/** Not saved yet: it will be beside the original, under a name that no file has. */
async function show(original: vscode.Uri, text: string): Promise<void> {
  const file = await freeName(original.fsPath);
  const draft = await vscode.workspace.openTextDocument(vscode.Uri.file(file).with({ scheme: "untitled" }));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(draft.uri, new vscode.Range(0, 0, draft.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  const shown = draft.languageId === language ? draft : await vscode.languages.setTextDocumentLanguage(draft, language);
  const isAlone = vscode.window.tabGroups.activeTabGroup.activeTab === undefined;
  const viewColumn = isAlone ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
  await vscode.window.showTextDocument(shown, { viewColumn, preview: false });
}

async function freeName(original: string): Promise<string> {
  const stem = original.slice(0, -path.extname(original).length || undefined);
  for (let number = 1; number <= mostNames; number += 1) {
    const file = `${stem}${number === 1 ? "" : `-${number}`}.yusuan.txt`;
    const isOpen = vscode.workspace.textDocuments.some((it) => it.uri.scheme === "untitled" && it.uri.fsPath === file);
    if (!isOpen && !(await exists(file))) return file;
  }
  return `${stem}-${Date.now()}.yusuan.txt`;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
