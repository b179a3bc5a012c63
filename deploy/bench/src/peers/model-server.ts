import { ScriptedModelServer } from "@open-cowork/testkit/model-server";
import { serveCalls } from "../harness/serve-calls.js";

let server: ScriptedModelServer | undefined;

const methods = {
  async start(): Promise<{ url: string }> {
    server = await ScriptedModelServer.start();
    return { url: server.url };
  },
};
export type ModelServerPeer = typeof methods;

serveCalls(methods, () => server?.close());
