import * as vscode from "vscode";
import { checkActiveDraft, checkFolder, openExample, showReport, treatAsDisclosure } from "./commands";
import { FindingsStatus, showFindings } from "./findings";
import { importFiles } from "./import";
import { Reports } from "./reports";
import { Session } from "./session";
import { SyntaxTrees } from "./syntaxTree";

/** Settings that the server takes only when it starts. */
const startSettings = ["yusuan.server", "yusuan.locale", "yusuan.docsUrl"];

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const current = new Session(context);
  session = current;
  const reports = new Reports(current);
  const trees = new SyntaxTrees(current);
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    current,
    reports,
    trees,
    new FindingsStatus(),
    registerCommand("yusuan.checkDraft", () => checkActiveDraft(current)),
    registerCommand("yusuan.checkFolder", (chosen?: vscode.Uri) => checkFolder(reports, chosen)),
    // The explorer hands over the file that was clicked, and all that are selected; a link only what is in an address.
    registerCommand("yusuan.importFiles", (clicked?: vscode.Uri, selected?: vscode.Uri[]) =>
      importFiles(current, selected ?? (clicked === undefined ? undefined : [vscode.Uri.from(clicked)])),
    ),
    registerCommand("yusuan.showReport", () => showReport(reports)),
    registerCommand("yusuan.showFindings", showFindings),
    registerCommand("yusuan.treatAsDisclosure", treatAsDisclosure),
    registerCommand("yusuan.openExample", () => openExample(context)),
    registerCommand("yusuan.showSyntaxTree", () => trees.show()),
    registerCommand("yusuan.restartServer", () => current.restart()),
    registerCommand("yusuan.showOutput", () => current.showOutput()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (startSettings.some((name) => event.affectsConfiguration(name))) current.restartSoon();
    }),
  );
  await current.restart();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
