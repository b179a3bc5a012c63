import { z } from "zod";

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

export const brandingSchema = z.strictObject({ name: z.string().max(80).default("Open Cowork") });

/** open-cowork.config.json: one file for every host. Hosts read their own section. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  branding: brandingSchema.prefault({}),
  cloud: cloudConfigSchema.prefault({}),
  gateway: z.record(z.string(), z.unknown()).optional(),
  standaloneGateway: z.record(z.string(), z.unknown()).optional(),
  desktop: z.record(z.string(), z.unknown()).optional(),
});
export type OpenCoworkConfig = z.infer<typeof configSchema>;
