import { z } from "zod";

/** Version of the plugin contract. A manifest names the range it was written for, such as `^1`. */
export const PLUGIN_API_VERSION = "1.0.0";

/** The `openCowork` block of a plugin's package.json, read before any of its code runs. */
export const pluginManifestSchema = z.strictObject({
  /** ES module with the plugin as its default export, relative to the package. */
  plugin: z.string().startsWith("./"),
  /** Open string (storage, runtime, identity, secrets, bus, artifacts, http, ui, model, provider, service …); a host's profile says which it accepts. */
  kind: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Semver range of the plugin contract. */
  api: z.string(),
});
export type PluginManifest = z.infer<typeof pluginManifestSchema>;
