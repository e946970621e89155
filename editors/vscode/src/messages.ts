import { env, workspace } from "vscode";
import { chinese, english, type Messages } from "./wording";

export { installCommand } from "./wording";

/** English for an English user interface, Chinese for every other. */
export const messages: Messages = env.language.startsWith("en") ? english : chinese;

/** Language of reports: the one that is set for findings, else that of the editor. */
export function reportLocale(): "zh-CN" | "en" {
  const set = workspace.getConfiguration("yusuan").get<string | null>("locale", null);
  if (set === "zh-CN" || set === "en") return set;
  return messages === english ? "en" : "zh-CN";
}

/** Messages in the language of reports. */
export function reportMessages(): Messages {
  return reportLocale() === "en" ? english : chinese;
}
