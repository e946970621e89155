import path from "node:path";
import * as vscode from "vscode";
import { disclosures, isDisclosure } from "./documents";
import { kindOfDocument } from "./kind";
import { messages } from "./messages";
import { tallyOf, type Tally } from "./report";
import type { Session } from "./session";

const severities = ["error", "warning", "information", "hint"] as const;

/** A range as LSP writes it, which is how the commands of code lenses come. */
interface ProtocolRange {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

/** The findings of a draft as the editor has them. */
function findingsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === "yusuan");
}

function tally(diagnostics: vscode.Diagnostic[]): Tally {
  return tallyOf(diagnostics.map(({ severity }) => ({ severity: severities[severity] })));
}

/** Opens the list of problems and shows the first finding in the range, or else the range itself. */
export async function showFindings(uri: string | vscode.Uri, range?: ProtocolRange): Promise<void> {
  const target = typeof uri === "string" ? vscode.Uri.parse(uri) : uri;
  const document = await vscode.workspace.openTextDocument(target);
  const asked = range && document.validateRange(toRange(range));
  const findings = findingsOf(target)
    .filter((finding) => asked === undefined || asked.intersection(finding.range) !== undefined)
    .sort((one, other) => one.range.start.compareTo(other.range.start));
  const place = findings[0]?.range ?? asked;
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (place !== undefined) {
    editor.selection = new vscode.Selection(place.start, place.end);
    editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

function toRange({ start, end }: ProtocolRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Shows the problems of a draft once the server has looked at it as it stands, and says how many there are. */
export async function checkDraft(draft: vscode.TextDocument, session: Session): Promise<void> {
  if ((await session.running()) === undefined) {
    await session.program();
    return;
  }
  const { errors, warnings, hints } = tally(await analysed(draft, session));
  if (errors + warnings + hints > 0) await vscode.commands.executeCommand("workbench.actions.view.problems");
  const count = messages.report.count({ errors, warnings, hints });
  const answer = await vscode.window.showInformationMessage(messages.checked(path.basename(draft.uri.path), count), messages.showReport);
  if (answer === messages.showReport) await vscode.commands.executeCommand("yusuan.showReport");
}

/** Asks the server, which answers when it has read the text, and falls back on what it has sent by itself. */
async function analysed(draft: vscode.TextDocument, session: Session): Promise<vscode.Diagnostic[]> {
  const client = await session.running();
  if (client?.initializeResult?.capabilities.diagnosticProvider === undefined) return findingsOf(draft.uri);
  type Answer = { items?: { severity?: number; message: string }[] };
  const parameters = { textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(draft) };
  const { items } = await client.sendRequest<Answer>("textDocument/diagnostic", parameters);
  const nowhere = new vscode.Range(0, 0, 0, 0);
  // LSP counts severities from one.
  return (items ?? []).map(({ message, severity = 1 }) => new vscode.Diagnostic(nowhere, message, severity - 1));
}

/** The entry of the status bar that says what the draft is and how many findings it has. */
export class FindingsStatus implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem("yusuan.findings", disclosures);
  private readonly subscriptions = [
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const active = vscode.window.activeTextEditor?.document.uri.toString();
      if (uris.some((uri) => uri.toString() === active)) this.update();
    }),
    vscode.window.onDidChangeActiveTextEditor(() => this.update()),
    vscode.workspace.onDidOpenTextDocument(() => this.update()),
  ];

  constructor() {
    this.item.name = messages.findingsName;
    this.item.command = { title: messages.showProblems, command: "workbench.actions.view.problems" };
    this.update();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isDisclosure(document)) return;
    const count = tally(findingsOf(document.uri));
    this.item.text = messages.report.count(count);
    this.item.detail = messages.kind(kindOfDocument(document.getText(), path.basename(document.uri.path)));
    this.item.severity = severityOf(count);
  }
}

function severityOf({ errors, warnings }: Tally): vscode.LanguageStatusSeverity {
  if (errors > 0) return vscode.LanguageStatusSeverity.Error;
  if (warnings > 0) return vscode.LanguageStatusSeverity.Warning;
  return vscode.LanguageStatusSeverity.Information;
}
