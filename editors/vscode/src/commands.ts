import path from "node:path";
import * as vscode from "vscode";
import { language } from "./documents";
import { checkDraft } from "./findings";
import { messages } from "./messages";
import type { Reports } from "./reports";
import { activeDraft } from "./reports";
import type { Session } from "./session";

/** Checks the active draft; a text of another language mode becomes a draft first. */
export async function checkActiveDraft(session: Session): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    void vscode.window.showInformationMessage(messages.noDraft);
    return;
  }
  const isDraft = document.languageId === language;
  await checkDraft(isDraft ? document : await vscode.languages.setTextDocumentLanguage(document, language), session);
}

export async function showReport(reports: Reports): Promise<void> {
  const draft = activeDraft();
  if (draft !== undefined) await reports.ofDraft(draft);
}

/** Checks the folder chosen in the explorer, else that of the workspace, else the one of the active draft. */
export async function checkFolder(reports: Reports, chosen: vscode.Uri | undefined): Promise<void> {
  const folder = chosen ?? (await workspaceFolder()) ?? folderOfActiveFile();
  if (folder === undefined) {
    void vscode.window.showInformationMessage(messages.noFolder);
    return;
  }
  // What is typed but not saved is not on the disk.
  await vscode.workspace.saveAll(false);
  await reports.ofFolder(folder);
}

async function workspaceFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0]?.uri;
  return (await vscode.window.showWorkspaceFolderPick())?.uri;
}

function folderOfActiveFile(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === "file" ? vscode.Uri.file(path.dirname(uri.fsPath)) : undefined;
}

/** Makes the active file a draft, and offers to take it for one whenever it is opened. */
export async function treatAsDisclosure(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    void vscode.window.showInformationMessage(messages.noDraft);
    return;
  }
  if (document.languageId !== language) await vscode.languages.setTextDocumentLanguage(document, language);
  if (document.uri.scheme !== "file") return;
  const name = path.basename(document.uri.path);
  const answer = await vscode.window.showInformationMessage(messages.treated(name), messages.always);
  if (answer === messages.always) await remember(name, document.uri);
}

/** Files of this name are drafts from now on: in this workspace where there is one, else everywhere. */
async function remember(name: string, uri: vscode.Uri): Promise<void> {
  const inWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const files = vscode.workspace.getConfiguration("files");
  const set = files.inspect<Record<string, string>>("associations");
  const earlier = inWorkspace ? set?.workspaceValue : set?.globalValue;
  // A name may hold characters that mean something in a pattern.
  const pattern = name.replace(/[[\]{}*?]/g, "?");
  await files.update("associations", { ...earlier, [pattern]: language }, target);
}

/** Opens a draft with planted mistakes, to try things with. */
export async function openExample(context: vscode.ExtensionContext): Promise<void> {
  const file = vscode.Uri.joinPath(context.extensionUri, "out", "example.yusuan.md");
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}
