import { env } from "vscode";

/** Everything the extension itself says to a person, in one language. */
export interface Messages {
  serverMissing: string;
  serverPathWrong(path: string): string;
  serverUnusable(path: string, reason: string): string;
  serverStopped(reason: string): string;
  openSettings: string;
  copyInstallCommand: string;
  showOutput: string;
  restart: string;
  statusName: string;
  starting: string;
  running: string;
  notRunning: string;
}

/** Installs the server from a copy of the repository. */
export const installCommand = "cargo install --locked --path .";

const chinese: Messages = {
  serverMissing:
    "没有找到预算语言服务器 yusuan，目前只有语法高亮，不能核对数字。" +
    `请在本项目的源码目录中运行 ${installCommand}（需要 Rust），` +
    "或在设置 yusuan.server.path 中填写 yusuan 程序的完整路径。",
  serverPathWrong: (path) =>
    `设置 yusuan.server.path 指向的文件不存在：${path}。请改正路径，或清空该设置以自动查找。`,
  serverUnusable: (path, reason) =>
    `无法使用语言服务器 ${path}：${reason}。请重新安装，或在设置 yusuan.server.path 中改用其他程序。`,
  serverStopped: (reason) => `预算语言服务器未能启动：${reason}`,
  openSettings: "打开设置",
  copyInstallCommand: "复制安装命令",
  showOutput: "显示日志",
  restart: "重启服务器",
  statusName: "预算语言服务器",
  starting: "正在启动",
  running: "正在运行",
  notRunning: "未运行",
};

const english: Messages = {
  serverMissing:
    "The Yusuan language server was not found; there is syntax highlighting only and no figure is checked. " +
    `Run ${installCommand} in the source folder of this project (needs Rust), ` +
    "or put the full path of the yusuan program into the setting yusuan.server.path.",
  serverPathWrong: (path) =>
    `The setting yusuan.server.path names a file that does not exist: ${path}. Correct it, or clear it to search automatically.`,
  serverUnusable: (path, reason) =>
    `The language server ${path} cannot be used: ${reason}. Install it again, or name another program in the setting yusuan.server.path.`,
  serverStopped: (reason) => `The Yusuan language server did not start: ${reason}`,
  openSettings: "Open Settings",
  copyInstallCommand: "Copy Install Command",
  showOutput: "Show Output",
  restart: "Restart Server",
  statusName: "Yusuan Language Server",
  starting: "Starting",
  running: "Running",
  notRunning: "Not running",
};

/** English for an English user interface, Chinese for every other. */
export const messages: Messages = env.language.startsWith("en") ? english : chinese;
