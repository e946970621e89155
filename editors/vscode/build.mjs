// Bundles the extension into out/extension.js and collects what has to travel
// with it: the licences, and the draft that is opened as an example.
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const folder = path.dirname(fileURLToPath(import.meta.url));
const repository = path.join(folder, "..", "..");
const output = path.join(folder, "out");

const options = {
  absWorkingDir: folder,
  entryPoints: ["src/extension.ts"],
  outfile: "out/extension.js",
  bundle: true,
  platform: "node",
  // The Node.js of the oldest VS Code named under "engines".
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: true,
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  logLevel: "warning",
};

/** Folders of the packages of which at least one file is in the bundle. */
function bundledPackages(metafile) {
  const packages = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) packages.add(match[1]);
  }
  return [...packages].sort();
}

async function thirdPartyLicenses(packages) {
  const texts = [];
  for (const relative of packages) {
    const directory = path.join(folder, relative);
    const manifest = JSON.parse(await readFile(path.join(directory, "package.json"), "utf8"));
    const file = (await readdir(directory)).find((name) => /^licen[cs]e/i.test(name));
    const text = file ? await readFile(path.join(directory, file), "utf8") : manifest.license;
    texts.push(`${manifest.name} ${manifest.version}\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}

if (process.argv.includes("--watch")) {
  const context = await esbuild.context({ ...options, minify: false, sourcemap: true, logLevel: "info" });
  await context.watch();
} else {
  const { metafile } = await esbuild.build(options);
  await mkdir(output, { recursive: true });
  await writeFile(
    path.join(output, "third-party-licenses.txt"),
    await thirdPartyLicenses(bundledPackages(metafile)),
  );
  for (const name of ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"]) {
    await copyFile(path.join(repository, name), path.join(output, name));
  }
  await copyFile(
    path.join(repository, "tests/documents/demo/qinghe-culture-draft.yusuan.md"),
    path.join(output, "example.yusuan.md"),
  );
}
