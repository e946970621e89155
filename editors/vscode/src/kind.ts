/** What a draft says of itself in its title: 2025年度部门预算. */
export interface Kind {
  /** Fiscal year, undefined where the title names none. */
  year: string | undefined;
  /** Who discloses: a department with its units, one unit, or not said. */
  scope: "department" | "unit" | undefined;
  /** Budget (预算) or final account (决算), undefined where the title says neither. */
  document: "budget" | "finalAccount" | undefined;
}

/** A title stands at the start; what comes later is a table of contents or text about other years. */
const longestTitlePage = 600;

/**
 * Reads the kind of document off the title, or else off the name of the file.
 *
 * The server reads more than the title and may know better; this is for a label only.
 */
export function kindOfDocument(text: string, fileName: string): Kind {
  const titlePage = text.slice(0, longestTitlePage).normalize("NFKC");
  for (const line of [...titlePage.split("\n"), fileName.normalize("NFKC")]) {
    const title = /(部门|单位)(预|决)算/.exec(line) ?? /(?:20[0-9]{2}年.*)()(预|决)算/.exec(line);
    if (title === null) continue;
    return {
      year: /(20[0-9]{2})\s*(?:年|部门|单位)/.exec(line)?.[1] ?? /(20[0-9]{2})\s*年/.exec(titlePage)?.[1],
      scope: title[1] === "部门" ? "department" : title[1] === "单位" ? "unit" : undefined,
      document: title[2] === "预" ? "budget" : "finalAccount",
    };
  }
  return { year: undefined, scope: undefined, document: undefined };
}
