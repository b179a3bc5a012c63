import { join } from "node:path";
import type { BenchContext } from "../benchmark.js";
import type { AnswersPeer } from "../peers/answers.js";
import type { GatewayHostPeer } from "../peers/gateway-host.js";
import type { Cloud } from "./cloud.js";
import { json } from "./json-http.js";
import { Peer } from "./peer.js";
import type { SignedWebhooks } from "./signed-webhooks.js";
import { tempDir } from "./temp-dir.js";
import { waitFor } from "./wait-for.js";

/** A Cloud Channel Gateway in a process of its own, with a signed bridge onto a workspace in which everybody who writes is known. */
export class Bridge {
  private constructor(
    /** Where messages are sent. */
    readonly url: string,
    /** Of the workspace. */
    readonly tenant: string,
  ) {}

  static async start(context: BenchContext, cloud: Cloud, messages: SignedWebhooks): Promise<Bridge> {
    const { secret: token } = await cloud.post<{ secret: string }>("/tokens", { name: "Gateway", role: "gateway" });
    const answers = await Peer.start<AnswersPeer>(context, { module: "answers" });
    const peer = await Peer.start<GatewayHostPeer>(context, { module: "gateway-host" });
    const { url } = await peer.call.start({
      directory: join(await tempDir(context, "gateway"), "host"),
      cloudUrl: cloud.url,
      cloudToken: token,
      sharedSecret: messages.secret,
      answersUrl: (await answers.call.start(undefined)).url,
    });
    await letIn(cloud, messages.ids());
    await waitFor(async () => (await fetch(`${url}/readyz`)).status === 200, "the gateway was ready");
    const { tenant } = await json<{ tenant: string }>({ url: `${cloud.url}/api/v1/channels/home`, headers: { authorization: `Bearer ${token}` } });
    return new Bridge(`${url}/webhooks/webhook/bench`, tenant);
  }
}

/** The binding is there once the gateway has connected. */
async function letIn(cloud: Cloud, people: readonly string[]): Promise<void> {
  const bindings = `${cloud.url}/api/v1/channels/bindings`;
  let binding: string | undefined;
  await waitFor(async () => {
    const { items } = await json<{ items: { id: string }[] }>({ url: bindings, headers: cloud.headers });
    binding = items[0]?.id;
    return binding !== undefined;
  }, "the gateway had connected");
  const allow = people.map((person) => ({ person }));
  await json({ method: "PATCH", url: `${bindings}/${binding}`, headers: cloud.headers, body: { policy: { allow } } });
}
