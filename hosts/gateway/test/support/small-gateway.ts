import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writePlugin } from "../../../cloud/test/support/plugin-folder.js";

export const ADMIN_TOKEN = "the-operators-token-0123456789";

/** A folder with a config whose link, router and provider are small stand-ins of third parties: the whole host without Cloud or a chat platform. */
export class SmallGateway {
  readonly directory = mkdtempSync(path.join(tmpdir(), "oc-gateway-"));
  readonly config = path.join(this.directory, "config", "open-cowork.config.json");
  /** What the stand-ins write down: `setup chat:a`, `stop chat:a`, `link token`. */
  readonly #events = path.join(this.directory, "events");

  constructor() {
    for (const [name, { kind, code }] of Object.entries(parts(this.#events))) writePlugin(this.part(name), { kind, code });
    mkdirSync(path.dirname(this.config));
    this.secret("admin-token", ADMIN_TOKEN);
    this.secret("cloud-token", "oct_cloud");
    this.configure();
  }

  /** Directory of a stand-in: `link`, `channels`, `chat`, `stubborn`. */
  part(name: string): string {
    return path.join(this.directory, "parts", name);
  }

  /** Writes a secret file, for `{file:../NAME}`. */
  secret(name: string, value: string): void {
    writeFileSync(path.join(this.directory, name), `${value}\n`);
  }

  /** Writes the config again: `gateway` over what is needed, `plugins` beside the stand-ins for link and router. */
  configure(gateway: Record<string, unknown> = {}, file: Record<string, unknown> = {}): void {
    const { plugins = [], standIns = ["link", "channels"], ...rest } = gateway as { plugins?: object[]; standIns?: string[] };
    const section = {
      listen: { port: 0 },
      cloud: { url: "http://127.0.0.1:1", token: "{file:../cloud-token}" },
      adminToken: "{file:../admin-token}",
      providers: { "../parts/chat": [{ id: "a", token: "{file:../cloud-token}" }] },
      ...rest,
      plugins: [...standIns.map((name) => ({ use: `../parts/${name}`, id: name })), { use: "web-ui", enabled: false }, ...plugins],
    };
    writeFileSync(this.config, JSON.stringify({ ...file, gateway: section }));
  }

  /** What was written down since the last look. */
  events(): string[] {
    const lines = existsSync(this.#events) ? readFileSync(this.#events, "utf8").split("\n").filter(Boolean) : [];
    rmSync(this.#events, { force: true });
    return lines;
  }

  /** What a start needs to find this config and nothing of this machine. */
  options(env: Record<string, string> = {}): { config: string; cwd: string; env: Record<string, string>; managed: string } {
    const log = path.join(this.directory, "gateway.log");
    return { config: this.config, cwd: this.directory, env: { OPEN_COWORK_LOG: log, ...env }, managed: path.join(this.directory, "absent") };
  }

  log(): { level: string; event: string; [field: string]: unknown }[] {
    const text = readFileSync(path.join(this.directory, "gateway.log"), "utf8");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function parts(events: string): Record<string, { kind: string; code: string }> {
  const note = `const note = (line) => writeFileSync(${JSON.stringify(events)}, line + "\\n", { flag: "a" });`;
  const channels = `export default { name: "small-channels", kind: "channels", api: "^1", setup: () => ({ ports: {} }) };`;
  return {
    link: {
      kind: "link",
      code: `
        import { definePlugin, HOST_INFO } from "@open-cowork/core/kernel";
        import { secret } from "@open-cowork/shared";
        import { z } from "zod";
        ${note}
        export default definePlugin({
          name: "small-link", kind: "link", api: "^1", config: z.strictObject({ url: z.url(), token: secret() }), requires: { host: HOST_INFO },
          setup({ deps, config, onStop }) {
            note("link " + config.token.reveal());
            onStop(() => note("stop link"));
            return {
              ports: {},
              reconfigure: (next) => { if (next.url !== config.url) throw new Error("one Cloud for a lifetime"); note("link " + next.token.reveal()); },
              contributes: { health: [{ name: "cloud", check: () => ({ state: "ok", detail: deps.host.nodeId }) }] },
            };
          },
        });`,
    },
    channels: { kind: "channels", code: channels },
    chat: {
      kind: "provider",
      code: `
        import { definePlugin } from "@open-cowork/core/kernel";
        import { route } from "@open-cowork/core/transport";
        import { secret } from "@open-cowork/shared";
        import { z } from "zod";
        ${note}
        export default definePlugin({
          name: "small-chat", kind: "provider", api: "^1", config: z.strictObject({ id: z.string(), token: secret(), lamp: z.number().default(1) }),
          setup({ config: { id, token, lamp }, onStop }) {
            note("setup " + id + " " + token.reveal());
            onStop(() => note("stop " + id));
            const page = route({ method: "GET", path: "//chat/" + id, summary: "x", tag: "x", access: "public", handler: () => ({ json: { lamp } }) });
            return { ports: {}, contributes: { routes: [page] } };
          },
        });`,
    },
    stubborn: {
      kind: "service",
      code: `
        import { definePlugin } from "@open-cowork/core/kernel";
        export default definePlugin({
          name: "small-stubborn", kind: "service", api: "^1", setup({ onStop }) { onStop(() => new Promise(() => setInterval(() => undefined, 1000))); return { ports: {} }; },
        });`,
    },
  };
}
