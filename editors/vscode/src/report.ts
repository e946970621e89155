import type { CheckResult, CheckedFile, Coverage, Finding, Place } from "./check";
import type { ReportWords } from "./wording";

/** A text of the report that leads to a place in a draft. */
export interface Link {
  /** Where in the report, the line from zero and columns in UTF-16 units. */
  line: number;
  start: number;
  end: number;
  /** Which draft, as {@link CheckedFile.path}, and where in it. */
  path: string;
  target: Place;
}

export interface Report {
  /** Markdown. */
  text: string;
  links: Link[];
}

/** How a file is called in the report. */
export type NameOf = (path: string) => string;

/** Findings by severity; information and hints are counted together. */
export interface Tally {
  errors: number;
  warnings: number;
  hints: number;
}

/** Writes a report for people: the numbers first, then file by file every finding and what was not checked. */
export function writeReport(title: string, result: CheckResult, nameOf: NameOf, words: ReportWords): Report {
  const writer = new Writer();
  writer.paragraph(`# ${words.title(title)}`);
  const tally = tallyOf(result.files.flatMap((file) => file.diagnostics));
  const isOneFile = result.files.length === 1;
  writer.paragraph(isOneFile ? words.count(tally) : words.summary(result.files.length, tally));
  if (result.failures !== "") {
    writer.paragraph(`## ${words.failures}`);
    for (const line of result.failures.split("\n")) writer.line(`- ${line}`);
    writer.line("");
  }
  if (!isOneFile) writeOverview(writer, result.files, nameOf, words);
  for (const file of result.files) {
    if (!isOneFile) writeFileHeading(writer, file, nameOf(file.path), words);
    writeFile(writer, file, words);
  }
  return writer.report();
}

export function tallyOf(findings: { severity: Finding["severity"] }[]): Tally {
  const count = (...severities: string[]) => findings.filter((finding) => severities.includes(finding.severity)).length;
  return { errors: count("error"), warnings: count("warning"), hints: count("information", "hint") };
}

function writeOverview(writer: Writer, files: CheckedFile[], nameOf: NameOf, words: ReportWords): void {
  const rows = files.map((file) => {
    const { errors, warnings, hints } = tallyOf(file.diagnostics);
    const { printed, checked } = figuresOf(file.coverage ?? []);
    return [nameOf(file.path), errors, warnings, hints, printed, checked];
  });
  const first = writer.table([words.file, words.errors, words.warnings, words.hints, words.figures, words.checked], rows);
  files.forEach((file, index) => {
    const name = nameOf(file.path);
    writer.link(first + index, "| ".length, name, file.path, { line: 0, character: 0 });
  });
}

function figuresOf(coverage: Coverage[]): { printed: number; checked: number } {
  let printed = 0;
  let checked = 0;
  for (const { figures } of coverage) {
    printed += figures.tables + figures.prose;
    checked += figures.tablesChecked + figures.proseChecked;
  }
  return { printed, checked };
}

function writeFileHeading(writer: Writer, file: CheckedFile, name: string, words: ReportWords): void {
  writer.paragraph(`## ${name}`);
  writer.paragraph(words.count(tallyOf(file.diagnostics)));
}

function writeFile(writer: Writer, file: CheckedFile, words: ReportWords): void {
  for (const finding of file.diagnostics) writeFinding(writer, file.path, finding, words);
  if (file.diagnostics.length > 0) writer.line("");
  for (const coverage of file.coverage ?? []) writeCoverage(writer, file.path, coverage, words);
}

function writeFinding(writer: Writer, path: string, finding: Finding, words: ReportWords): void {
  const place = finding.place ?? words.line(finding.range.start.line + 1);
  const written = writer.line(`- ${place} ${words.severity[finding.severity]} ${finding.code} ${inOneLine(finding.message)}`);
  writer.link(written, "- ".length, place, path, finding.range.start);
  if (finding.fix !== null) writer.line(`  ${words.proposal(inOneLine(finding.fix.newText))}`);
}

function writeCoverage(writer: Writer, path: string, coverage: Coverage, words: ReportWords): void {
  const { figures } = coverage;
  writer.paragraph(`### ${words.coverage}`);
  writer.line(`- ${words.inTables(figures.tables, figures.tablesChecked)}`);
  writer.line(`- ${words.inProse(figures.prose, figures.proseChecked)}`);
  writer.line("");
  if (coverage.identities.length > 0) {
    const rows = coverage.identities.map((it) => [it.rule, it.exact, it.rounding, it.inconsistent, it.blocked]);
    writer.table([words.rule, words.exact, words.rounding, words.inconsistent, words.blocked], rows);
  }
  writePlaces(writer, path, words.unrecognisedTables, coverage.unrecognisedTables, words);
  writePlaces(writer, path, words.unreadStatements, coverage.unreadStatements, words);
  writePlaces(writer, path, words.notRun, coverage.notRun, words);
}

function writePlaces(writer: Writer, path: string, title: string, places: Coverage["notRun"], words: ReportWords): void {
  if (places.length === 0) return;
  writer.paragraph(`#### ${title}`);
  for (const { line, text } of places) {
    const place = words.line(line);
    const written = writer.line(`- ${place} ${inOneLine(text)}`);
    writer.link(written, "- ".length, place, path, { line: line - 1, character: 0 });
  }
  writer.line("");
}

const inOneLine = (text: string) => text.replace(/\s+/gu, " ").trim();

/** Lines of the report and the links in them. */
class Writer {
  private readonly lines: string[] = [];
  private readonly links: Link[] = [];

  /** Returns the number of the line. */
  line(text: string): number {
    return this.lines.push(text) - 1;
  }

  paragraph(text: string): void {
    this.line(text);
    this.line("");
  }

  /** Returns the number of the first row's line. A column of numbers is set flush right. */
  table(header: string[], rows: (string | number)[][]): number {
    const cells = [header, ...rows].map((row) => row.map(String));
    const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => widthOf(row[column] ?? ""))));
    const isNumeric = header.map((_, column) => rows.some((row) => typeof row[column] === "number"));
    const written = cells.map((row) => this.join(row.map((cell, column) => pad(cell, widths[column] ?? 0, isNumeric[column] === true))));
    const rule = this.join(widths.map((width, column) => "-".repeat(isNumeric[column] ? width - 1 : width) + (isNumeric[column] ? ":" : "")));
    this.line(written[0] ?? "");
    this.line(rule);
    const first = this.lines.length;
    for (const row of written.slice(1)) this.line(row);
    this.line("");
    return first;
  }

  link(line: number, start: number, text: string, path: string, target: Place): void {
    this.links.push({ line, start, end: start + text.length, path, target });
  }

  report(): Report {
    return { text: this.lines.join("\n"), links: this.links };
  }

  private join(cells: string[]): string {
    return `| ${cells.join(" | ")} |`;
  }
}

/** Columns that a text takes in a fixed-width font, in which a Chinese character takes two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6“”‘’…—]/u.test(character) ? 2 : 1;
  return width;
}

function pad(text: string, width: number, flushRight: boolean): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
  return flushRight ? blanks + text : text + blanks;
}
