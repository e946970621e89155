import type { TextDocument } from "vscode";

/** Language of disclosures, as package.json declares it. */
export const language = "yusuan";

/** The documents that the server is told of. */
export const disclosures: { language: string; scheme: string }[] = [
  { language, scheme: "file" },
  { language, scheme: "untitled" },
];

export function isDisclosure(document: TextDocument): boolean {
  return disclosures.some((filter) => filter.language === document.languageId && filter.scheme === document.uri.scheme);
}
