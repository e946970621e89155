import * as vscode from "vscode";
import {
  LanguageClient,
  State,
  type LanguageClientOptions,
  type MessageSignature,
  type ServerOptions,
  type StaticFeature,
} from "vscode-languageclient/node";
import { locateServer, type Located } from "./locate";
import { disclosures } from "./documents";
import { installCommand, messages } from "./messages";

const restartPauseMilliseconds = 500;
const repetitionMilliseconds = 5_000;

/** Tells the server which commands of code lenses the editor carries out by itself. */
const ownCommands: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: ["yusuan.showFindings"] } };
  },
  initialize() {},
  getState: () => ({ kind: "static" }),
  clear() {},
};

/** A client that is silent about requests while no server runs: why none runs is said once, by the session. */
class Client extends LanguageClient {
  override handleFailedRequest<T>(
    type: MessageSignature,
    token: vscode.CancellationToken | undefined,
    error: unknown,
    defaultValue: T,
    showNotification = true,
    throwOnCancel = false,
  ): T {
    const isShown = showNotification && this.isRunning();
    return super.handleFailedRequest(type, token, error, defaultValue, isShown, throwOnCancel);
  }
}

/** The running server, its log and its entry in the status bar. */
export class Session implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel("预算 Yusuan", { log: true });
  private readonly status = vscode.languages.createLanguageStatusItem("yusuan.server", disclosures);
  private client: LanguageClient | undefined;
  /** The program that runs as the server and as the command `yusuan check`. */
  private located: Located | undefined;
  /** The last error that the person was told of. */
  private said = { message: "", at: 0 };
  private pendingRestart: NodeJS.Timeout | undefined;
  /** Starts and stops happen one after the other, however fast they are asked for. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly context: vscode.ExtensionContext) {
    this.status.name = messages.statusName;
    this.status.command = { title: messages.restart, command: "yusuan.restartServer" };
    this.show(messages.starting);
  }

  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.stopClient();
      await this.startClient();
    });
  }

  /** Restarts after a pause, for a path is typed key by key. */
  restartSoon(): void {
    clearTimeout(this.pendingRestart);
    this.pendingRestart = setTimeout(() => void this.restart(), restartPauseMilliseconds);
  }

  stop(): Promise<void> {
    clearTimeout(this.pendingRestart);
    return this.enqueue(() => this.stopClient());
  }

  showOutput(): void {
    this.output.show(true);
  }

  /** Path of the program; undefined, and the person is told why, if there is none. */
  async program(): Promise<string | undefined> {
    await this.queue;
    if (this.located?.kind === "found") return this.located.path;
    if (this.located !== undefined) this.explain(this.located);
    return undefined;
  }

  /** The running client, once a start under way has ended. */
  async running(): Promise<LanguageClient | undefined> {
    await this.queue;
    return this.client?.state === State.Running ? this.client : undefined;
  }

  /** Says that something went wrong, with the way to the log. */
  report(message: string): void {
    this.output.error(message);
    void this.offer(message, [messages.showOutput]);
  }

  dispose(): void {
    this.status.dispose();
    this.output.dispose();
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step).catch((error: unknown) => this.output.error(String(error)));
    return this.queue;
  }

  private async startClient(): Promise<void> {
    this.show(messages.starting);
    const located = await locateServer({
      configured: vscode.workspace.getConfiguration("yusuan").get("server.path", "").trim(),
      extensionFolder: this.context.extensionPath,
      workspaceFolder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
    });
    this.located = located;
    if (located.kind !== "found") {
      this.explain(located);
      return;
    }
    this.output.info(`yusuan ${located.version}: ${located.path}`);
    this.client = this.createClient(located.path, located.version);
    try {
      await this.client.start();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.fail(messages.serverStopped(reason), [messages.showOutput]);
    }
  }

  private createClient(path: string, version: string): LanguageClient {
    const server: ServerOptions = { command: path, args: ["server"] };
    const options: LanguageClientOptions = {
      documentSelector: disclosures,
      outputChannel: this.output,
      initializationOptions: vscode.workspace.getConfiguration("yusuan"),
      synchronize: { configurationSection: "yusuan" },
    };
    const client = new Client("yusuan", messages.statusName, server, options);
    client.registerFeature(ownCommands);
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) return;
      if (newState === State.Running) this.show(messages.running, version);
      if (newState === State.Starting) this.show(messages.starting, version);
      if (newState === State.Stopped) this.show(messages.notRunning, version);
    });
    return client;
  }

  private async stopClient(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) return;
    // A server that failed to start cannot be stopped, only forgotten.
    await client.dispose().catch((error: unknown) => this.output.warn(String(error)));
  }

  private explain(located: Exclude<Located, { kind: "found" }>): void {
    switch (located.kind) {
      case "missing":
        this.fail(messages.serverMissing, [messages.openSettings, messages.copyInstallCommand]);
        return;
      case "wrongPath":
        this.fail(messages.serverPathWrong(located.path), [messages.openSettings]);
        return;
      case "unusable":
        this.fail(messages.serverUnusable(located.path, located.reason), [messages.openSettings, messages.showOutput]);
    }
  }

  private fail(message: string, actions: string[]): void {
    this.output.error(message);
    this.show(messages.notRunning, undefined, vscode.LanguageStatusSeverity.Error);
    void this.offer(message, actions);
  }

  private async offer(message: string, actions: string[]): Promise<void> {
    // Settings that are written in two steps cause two restarts, and what was just said needs no saying again.
    const now = Date.now();
    const isRepetition = message === this.said.message && now - this.said.at < repetitionMilliseconds;
    this.said = { message, at: now };
    if (isRepetition) return;
    const action = await vscode.window.showErrorMessage(message, ...actions);
    if (action === messages.openSettings) await openServerSetting();
    if (action === messages.copyInstallCommand) await vscode.env.clipboard.writeText(installCommand);
    if (action === messages.showOutput) this.showOutput();
  }

  private show(text: string, version?: string, severity = vscode.LanguageStatusSeverity.Information): void {
    this.status.text = version === undefined ? `yusuan: ${text}` : `yusuan ${version}: ${text}`;
    this.status.busy = text === messages.starting;
    this.status.severity = severity;
  }
}

/** The path belongs to the machine of the documents, whose settings have a page of their own if it is a remote one. */
function openServerSetting(): Thenable<unknown> {
  const page = vscode.env.remoteName === undefined ? "openSettings" : "openRemoteSettings";
  return vscode.commands.executeCommand(`workbench.action.${page}`, { query: "yusuan.server.path" });
}
