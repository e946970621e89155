import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";

/** Where a server may be, as the editor tells it. */
export interface SearchPlaces {
  /** Value of the setting `yusuan.server.path`, empty if unset. */
  configured: string;
  /** Folder of the extension, which may hold `server/yusuan`. */
  extensionFolder: string;
  /** First folder of the workspace, for `${workspaceFolder}`. */
  workspaceFolder: string | undefined;
}

export type Located =
  | { kind: "found"; path: string; version: string }
  | { kind: "missing" }
  | { kind: "wrongPath"; path: string }
  | { kind: "unusable"; path: string; reason: string };

const executable = process.platform === "win32" ? "yusuan.exe" : "yusuan";
const versionTimeoutMilliseconds = 10_000;

/**
 * Finds the server and asks it for its version.
 *
 * A path from the settings is final: if it is wrong the person is told so,
 * because another server in its place would only confuse.
 */
export async function locateServer(places: SearchPlaces): Promise<Located> {
  if (places.configured !== "") {
    const configured = expand(places.configured, places.workspaceFolder);
    return (await isFile(configured)) ? inspect(configured) : { kind: "wrongPath", path: configured };
  }
  for (const candidate of candidates(places.extensionFolder)) {
    if (await isExecutable(candidate)) return inspect(candidate);
  }
  return { kind: "missing" };
}

function candidates(extensionFolder: string): string[] {
  const searched = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  // An editor started from a desktop often lacks the PATH of a login shell.
  const cargo = process.env["CARGO_HOME"] ?? path.join(homedir(), ".cargo");
  return [path.join(extensionFolder, "server"), ...searched, path.join(cargo, "bin")].map((folder) =>
    path.join(folder, executable),
  );
}

function expand(configured: string, workspaceFolder: string | undefined): string {
  const home = configured.replace(/^~(?=$|[\\/])/, () => homedir());
  return workspaceFolder === undefined ? home : home.replaceAll("${workspaceFolder}", () => workspaceFolder);
}

async function inspect(server: string): Promise<Located> {
  try {
    const output = await run(server, ["--version"]);
    const version = /^yusuan (\S+)/.exec(output)?.[1];
    if (version !== undefined) return { kind: "found", path: server, version };
    return { kind: "unusable", path: server, reason: `--version: ${output.trim().slice(0, 200) || "∅"}` };
  } catch (error) {
    return { kind: "unusable", path: server, reason: error instanceof Error ? error.message.trim() : String(error) };
  }
}

function run(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { timeout: versionTimeoutMilliseconds, windowsHide: true }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
  });
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

async function isExecutable(file: string): Promise<boolean> {
  if (!(await isFile(file))) return false;
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
