import { z } from "zod";
import { providerInstanceSchema } from "./channels/records.js";
import { secret } from "./secret.js";

/** A plugin entry: a short name, a package name, or a path relative to the config file, and the plugin's own options. */
export const pluginEntrySchema = z.strictObject({
  use: z.string().min(1).describe("Short name (storage-postgres), package name, or path relative to this file."),
  id: z.string().optional().describe("Instance id; needed when the same plugin is used twice."),
  config: z.record(z.string(), z.unknown()).default({}).describe("Options of the plugin; see its page."),
  enabled: z.boolean().default(true).describe("A disabled plugin is never loaded."),
});
export type PluginEntry = z.infer<typeof pluginEntrySchema>;

export const listenSchema = z.strictObject({
  host: z.string().default("127.0.0.1").describe("Address to bind. Anything but loopback needs publicUrl with https."),
  port: z.number().int().min(0).max(65535).default(7370),
});

export const cloudConfigSchema = z.strictObject({
  roles: z
    .array(z.enum(["web", "worker", "scheduler"]))
    .min(1)
    .default(["web", "worker", "scheduler"]),
  listen: listenSchema.prefault({}),
  publicUrl: z.url().optional().describe("Address people use, when a proxy that ends TLS stands in front."),
  dataDir: z.string().optional().describe("Default ~/.open-cowork; OPEN_COWORK_DATA_DIR wins."),
  plugins: z.array(pluginEntrySchema).default([]).describe("Replaces or adds to the plugins of this host, by name."),
});
export type CloudConfig = z.infer<typeof cloudConfigSchema>;

/** What an administrator signs in with, in full as a bearer token. A blank or short one would let anybody in. */
export const adminTokenSchema = secret().refine((token) => /^(?=.{16,200}$)[\w.~+/-]+=*$/.test(token.reveal()), {
  message: "must have 16 to 200 characters: letters, digits and -._~+/",
});

/** An instance of a chat provider: its id, and the provider's own options beside it. */
export const providerEntrySchema = z.looseObject({ id: providerInstanceSchema.describe("Names this instance; unique within its provider.") });

/** The Cloud Channel Gateway: chat providers on one side, Open Cowork Cloud on the other, nothing kept in between. */
export const gatewayConfigSchema = z.strictObject({
  mode: z.literal("cloud-channel-gateway").optional().describe("Which gateway this is. There is no other mode of this program."),
  listen: listenSchema.extend({ port: listenSchema.shape.port.removeDefault().default(7380) }).prefault({}),
  publicUrl: z.url().optional().describe("Address that platforms and people use, when a proxy that ends TLS stands in front."),
  nodeId: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/, "letters, digits, _ and -")
    .optional()
    .describe("Names this installation: after a restart it takes its own bindings back at once. Default: host name and port."),
  cloud: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).describe("Address of Open Cowork Cloud, such as https://cowork.example.org."),
    token: secret()
      .refine((token) => token.reveal().trim() !== "", { message: "must not be blank" })
      .describe("Token of the role gateway: open-cowork token create --role gateway."),
  }),
  adminToken: adminTokenSchema.describe("What operators sign in with."),
  providers: z
    .record(z.string().min(1), z.array(providerEntrySchema))
    .default({})
    .describe("Instances by provider: a short name (telegram), a package name, or a path relative to this file."),
  plugins: z.array(pluginEntrySchema).default([]).describe("Replaces or adds to the plugins of this host, by name."),
});
export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;

export const brandingSchema = z.strictObject({ name: z.string().max(80).default("Open Cowork") });

/** open-cowork.config.json: one file for every host. Hosts read their own section. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  branding: brandingSchema.prefault({}),
  cloud: cloudConfigSchema.prefault({}),
  gateway: gatewayConfigSchema.optional(),
  standaloneGateway: z.record(z.string(), z.unknown()).optional(),
  desktop: z.record(z.string(), z.unknown()).optional(),
});
export type OpenCoworkConfig = z.infer<typeof configSchema>;

const unread = z.unknown().optional();
/** The file as one host reads it. The sections of others stay as they are written, so that what is missing there hinders nobody here. */
export const cloudFileSchema = configSchema.extend({ gateway: unread, standaloneGateway: unread, desktop: unread });
export const gatewayFileSchema = configSchema.extend({ gateway: gatewayConfigSchema, cloud: unread, standaloneGateway: unread, desktop: unread });
