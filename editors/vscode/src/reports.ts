import path from "node:path";
import * as vscode from "vscode";
import { check, type CheckResult, type Place } from "./check";
import { language } from "./documents";
import { isImportable } from "./import";
import { messages, reportLocale, reportMessages } from "./messages";
import { writeReport, type Report } from "./report";
import type { Session } from "./session";

const scheme = "yusuan-report";
const reportLanguage = "yusuan-report";
const { ProgressLocation } = vscode;

/** Where the paths of a report lead. */
type Origin = (path: string) => vscode.Uri;

/** Reports as read-only documents whose line numbers lead into the drafts. */
export class Reports implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.Disposable {
  private readonly shown = new Map<string, Report & { origin: Origin }>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registrations = [
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    vscode.languages.registerDocumentLinkProvider({ scheme }, this),
    vscode.workspace.onDidCloseTextDocument((document) => {
      // A document is closed and opened again when its language is set.
      if (document.languageId === reportLanguage) this.shown.delete(document.uri.toString());
    }),
  ];
  readonly onDidChange = this.changed.event;

  constructor(private readonly session: Session) {}

  /** Checks a folder and every disclosure in it, by the names of the files. */
  async ofFolder(folder: vscode.Uri): Promise<void> {
    const title = path.basename(folder.fsPath);
    const result = await this.run(title, { path: folder.fsPath }, folder.fsPath, ProgressLocation.Notification);
    if (result === undefined) return;
    if (result.files.length === 0 && result.failures === "") {
      void vscode.window.showInformationMessage(messages.nothingToCheck(title));
      return;
    }
    await this.show(title, result, vscode.Uri.file, (file) => path.relative(folder.fsPath, file) || file);
  }

  /** Checks one draft as it stands in the editor, saved or not. */
  async ofDraft(draft: vscode.TextDocument): Promise<void> {
    const title = path.basename(draft.uri.path);
    const onDisk = draft.uri.scheme === "file" && !draft.isDirty;
    const workingFolder = draft.uri.scheme === "file" ? path.dirname(draft.uri.fsPath) : undefined;
    const source = onDisk ? { path: draft.uri.fsPath } : { text: draft.getText() };
    const result = await this.run(title, source, workingFolder, ProgressLocation.Window);
    if (result !== undefined) await this.show(title, result, () => draft.uri, () => title);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.shown.get(uri.toString())?.text ?? "";
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const report = this.shown.get(document.uri.toString());
    return (report?.links ?? []).map(({ line, start, end, path: file, target }) => {
      return new vscode.DocumentLink(new vscode.Range(line, start, line, end), report && place(report.origin(file), target));
    });
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
    this.changed.dispose();
  }

  private async run(
    title: string,
    source: { path: string } | { text: string },
    workingFolder: string | undefined,
    location: vscode.ProgressLocation,
  ): Promise<CheckResult | undefined> {
    const program = await this.session.program();
    if (program === undefined) return undefined;
    const options = { location, title: messages.checking(title), cancellable: true };
    return vscode.window.withProgress(options, async (_, cancellation) => {
      const stop = new AbortController();
      cancellation.onCancellationRequested(() => stop.abort());
      try {
        return await check({ program, locale: reportLocale(), source, workingFolder, signal: stop.signal });
      } catch (error) {
        if (!stop.signal.aborted) this.session.report(messages.checkFailed(error instanceof Error ? error.message : String(error)));
        return undefined;
      }
    });
  }

  private async show(title: string, result: CheckResult, origin: Origin, nameOf: (path: string) => string): Promise<void> {
    const words = reportMessages().report;
    const uri = vscode.Uri.from({ scheme, path: `/${words.title(title)}.md` });
    this.shown.set(uri.toString(), { ...writeReport(title, result, nameOf, words), origin });
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    // The name of the draft is in that of the report, which would make it a draft.
    const report = await vscode.languages.setTextDocumentLanguage(document, reportLanguage);
    await vscode.window.showTextDocument(report, { preview: false });
  }
}

/** A place of a draft; of a file that is no text, the command that turns it into one. */
function place(file: vscode.Uri, { line, character }: Place): vscode.Uri {
  if (!isImportable(file)) return file.with({ fragment: `L${line + 1},${character + 1}` });
  return vscode.Uri.from({ scheme: "command", path: "yusuan.importFiles", query: JSON.stringify([file]) });
}

/** The draft in the active editor; the person is told if there is none. */
export function activeDraft(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === language) return document;
  void vscode.window.showInformationMessage(messages.noDraft);
  return undefined;
}
