import * as vscode from "vscode";
import { activeDraft } from "./reports";
import type { Session } from "./session";

const scheme = "yusuan-syntax-tree";
const pauseMilliseconds = 300;

/** The tree that the grammar makes of a draft, beside it and as it is typed. */
export class SyntaxTrees implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private pending: NodeJS.Timeout | undefined;
  private readonly registrations = [
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const tree = treeOf(document.uri);
      const isShown = vscode.workspace.textDocuments.some((shown) => shown.uri.toString() === tree.toString());
      if (isShown) this.refreshSoon(tree);
    }),
  ];
  readonly onDidChange = this.changed.event;

  constructor(private readonly session: Session) {}

  async show(): Promise<void> {
    const draft = activeDraft();
    if (draft === undefined) return;
    const tree = await vscode.workspace.openTextDocument(treeOf(draft.uri));
    await vscode.window.showTextDocument(tree, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const client = await this.session.running();
    const parameters = { command: "yusuan.server.syntaxTree", arguments: [uri.query] };
    return (await client?.sendRequest<string | null>("workspace/executeCommand", parameters)) ?? "";
  }

  dispose(): void {
    clearTimeout(this.pending);
    for (const registration of this.registrations) registration.dispose();
    this.changed.dispose();
  }

  private refreshSoon(tree: vscode.Uri): void {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.changed.fire(tree), pauseMilliseconds);
  }
}

/** Ends in `.tree`, so that it is no draft itself. */
function treeOf(draft: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `${draft.path}.tree`, query: draft.toString() });
}
