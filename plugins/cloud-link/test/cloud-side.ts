import { CloudClient } from "@open-cowork/cloud-client";
import { type Log, type Principal, type RequestContext, silentLog } from "@open-cowork/core/kernel";
import { Secret } from "@open-cowork/shared";
import { realClock } from "../../../deploy/testkit/src/real-clock.js";
import { Surface } from "../../http-api/test/surface.js";
import plugin from "../src/plugin.js";

type Link = Awaited<ReturnType<typeof plugin.setup>>;
export type LinkPorts = Link["ports"];

/**
 * Cloud as it is, over stores in memory, and links to it over loopback: one for each token, as each gateway has its own. The stores go by the clock of the
 * surface, which tests move; everything about connections goes by real time.
 */
export class CloudSide {
  readonly surface = new Surface({ httpClock: realClock });
  readonly #links = new Map<string, Promise<Link>>();
  readonly #stops: (() => void | Promise<void>)[] = [];

  static async start(): Promise<CloudSide> {
    const side = new CloudSide();
    await side.surface.start();
    return side;
  }

  get url(): string {
    return this.surface.url("");
  }

  /** The ports of a gateway with that token. */
  async link({ principal }: Pick<RequestContext, "principal">): Promise<LinkPorts> {
    const key = keyOf(principal);
    let link = this.#links.get(key);
    if (!link) this.#links.set(key, (link = this.setUp(this.surface.identity.admit(principal))));
    return (await link).ports;
  }

  async setUp(token: string, options: { log?: Log; url?: string } = {}): Promise<Link> {
    return plugin.setup({
      deps: { clock: realClock, log: options.log ?? silentLog },
      config: { url: options.url ?? this.url, token: new Secret(token, "gateway.token") },
      signal: new AbortController().signal,
      onStop: (stop) => this.#stops.push(stop),
      construct: (type) => new type(),
    });
  }

  /** What people who look after channels use. */
  client({ principal }: Pick<RequestContext, "principal">): CloudClient {
    return new CloudClient({ baseUrl: this.url, token: this.surface.identity.admit(principal) });
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) await stop();
    await this.surface.stop();
  }
}

function keyOf({ tenant, role, credential }: Principal): string {
  return `${tenant}/${role}/${credential}`;
}
