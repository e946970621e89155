// Where the extension looks for its server, in which order, and what it makes of it.
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { locateServer } from "../src/locate.ts";

const environment = { ...process.env };
let home;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "yusuan-locate-"));
  // No server that this machine may have is to be found.
  Object.assign(process.env, { PATH: path.join(home, "path"), HOME: home, CARGO_HOME: path.join(home, "cargo") });
});

afterEach(async () => {
  Object.assign(process.env, environment);
  await rm(home, { recursive: true });
});

/** A program that prints `output` and ends with `status`. */
async function program(file, output, status = 0) {
  const target = path.join(home, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, `#!/bin/sh\necho '${output}'\nexit ${status}\n`);
  await chmod(target, 0o755);
  return target;
}

const locate = (configured = "") =>
  locateServer({ configured, extensionFolder: path.join(home, "extension"), workspaceFolder: home });

test("nothing anywhere", async () => {
  assert.deepEqual(await locate(), { kind: "missing" });
});

test("setting, then bundled program, then PATH, then Cargo's folder", async () => {
  const cargo = await program("cargo/bin/yusuan", "yusuan 0.0.4");
  assert.deepEqual(await locate(), { kind: "found", path: cargo, version: "0.0.4" });
  const searched = await program("path/yusuan", "yusuan 0.0.3");
  assert.deepEqual(await locate(), { kind: "found", path: searched, version: "0.0.3" });
  const bundled = await program("extension/server/yusuan", "yusuan 0.0.2");
  assert.deepEqual(await locate(), { kind: "found", path: bundled, version: "0.0.2" });
  const configured = await program("有 空格/预算", "yusuan 0.0.1");
  assert.deepEqual(await locate(configured), { kind: "found", path: configured, version: "0.0.1" });
});

test("~ and ${workspaceFolder} in the setting", async () => {
  const server = await program("bin/yusuan", "yusuan 1.2.3");
  assert.equal((await locate("~/bin/yusuan")).path, server);
  assert.equal((await locate("${workspaceFolder}/bin/yusuan")).path, server);
});

test("a wrong setting is not passed over for another server", async () => {
  await program("path/yusuan", "yusuan 0.0.3");
  const wrong = path.join(home, "nowhere", "yusuan");
  assert.deepEqual(await locate(wrong), { kind: "wrongPath", path: wrong });
  assert.deepEqual(await locate(home), { kind: "wrongPath", path: home });
});

test("a program that is not a server, fails or cannot be run", async () => {
  const other = await program("bin/other", "other 1.0");
  assert.deepEqual(await locate(other), { kind: "unusable", path: other, reason: "--version: other 1.0" });
  const failing = await program("bin/failing", "yusuan 1.0", 3);
  assert.equal((await locate(failing)).kind, "unusable");
  await chmod(other, 0o644);
  assert.match((await locate(other)).reason, /EACCES/);
});
