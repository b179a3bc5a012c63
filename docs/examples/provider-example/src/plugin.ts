import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { secret } from "@open-cowork/shared";
import { z } from "zod";
import { CorkboardApi } from "./corkboard-api.js";
import { CorkboardProvider } from "./corkboard-provider.js";

export default definePlugin({
  name: "@acme/open-cowork-provider-corkboard",
  kind: "provider",
  api: "^1",
  config: z.strictObject({
    id: z.string().describe("Name of the instance."),
    url: z.url().describe("Address of the Corkboard server."),
    token: secret().describe("Token of our account there."),
    answerMs: z.number().int().min(1).default(15_000).describe("Longest wait for an answer."),
  }),
  requires: { clock: CLOCK, log: LOG },
  setup({ deps: { clock, log }, config: { id, url, token, answerMs } }) {
    const api = new CorkboardApi({ url: url.replace(/\/$/, ""), token, answerMs });
    return { ports: {}, contributes: { chatProviders: [new CorkboardProvider(id, api, clock, log)] } };
  },
});
