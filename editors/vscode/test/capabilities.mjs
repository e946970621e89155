// What a server announces: features that it does not have yet are left out of the test and called so.
import { spawn } from "node:child_process";
import { once } from "node:events";

const clientCapabilities = {
  textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } }, rename: { prepareSupport: true } },
};

/** Starts a server, asks for its capabilities and ends it. */
export async function announcedCapabilities(program) {
  const server = spawn(program, ["server"], { stdio: ["pipe", "pipe", "ignore"] });
  const ended = once(server, "exit");
  try {
    send(server, { id: 1, method: "initialize", params: { processId: process.pid, rootUri: null, capabilities: clientCapabilities } });
    const { result } = await answer(server);
    send(server, { id: 2, method: "shutdown" });
    await answer(server);
    send(server, { method: "exit" });
    await ended;
    return result.capabilities;
  } finally {
    server.kill();
  }
}

function send(server, message) {
  const content = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`);
}

async function answer(server) {
  let received = Buffer.alloc(0);
  for await (const part of server.stdout.iterator({ destroyOnReturn: false })) {
    received = Buffer.concat([received, part]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n(?:.*\r\n)*?\r\n/.exec(received.toString("latin1"));
      if (header === null) break;
      const end = header[0].length + Number(header[1]);
      if (received.length < end) break;
      const message = JSON.parse(received.subarray(header[0].length, end).toString("utf8"));
      received = received.subarray(end);
      if (message.id !== undefined && message.method === undefined) return message;
    }
  }
  throw new Error("the server has ended without an answer");
}
