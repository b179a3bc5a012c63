import { CLOCK, definePlugin, LOG } from "@open-cowork/core/kernel";
import { HTTP_SERVER } from "@open-cowork/core/transport";
import { AppError, providerInstanceSchema } from "@open-cowork/shared";
import { z } from "zod";
import { FakeProvider } from "./fake-provider.js";
import { FakePlatform, MAX_TEXT } from "./platform/fake-platform.js";
import { fakeRoutes } from "./routes/routes.js";

const config = z.strictObject({
  id: providerInstanceSchema.describe("Name of the instance; part of its address /fake/<id>."),
  name: z.string().min(1).max(100).default("Cowork (demo)").describe("As people see us."),
  handle: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,40}$/)
    .default("cowork")
    .describe("By which we are addressed in rooms: @cowork."),
  textMax: z.number().int().min(100).max(MAX_TEXT).default(MAX_TEXT).describe("Longest text of a message; less shows how long answers are divided."),
  answerMs: z.number().int().min(1).max(60_000).default(10_000).describe("After this time without an answer it is unknown whether a message arrived."),
});

export default definePlugin({
  name: "@open-cowork/provider-fake",
  kind: "provider",
  api: "^1",
  config,
  requires: { clock: CLOCK, log: LOG, server: HTTP_SERVER },
  setup({ deps: { clock, log, server }, config: { id: instance, name, handle, textMax, answerMs } }) {
    // Everybody is who they say there, so it must not be where strangers are.
    if (server.reachable !== false)
      throw new AppError("host.public_bind", {
        message: "The demo chat believes everybody who they say they are. Listen on 127.0.0.1 without publicUrl, or remove the provider fake.",
      });
    const platform = new FakePlatform({ clock, handle });
    log.warn("fake.open_to_this_machine", { instance });
    return {
      ports: {},
      contributes: {
        chatProviders: [new FakeProvider({ instance, name, handle, textMax, answerMs, platform, clock })],
        routes: fakeRoutes({ instance, name, handle, platform }),
      },
    };
  },
});
