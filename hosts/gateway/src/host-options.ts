import { type GatewayConfig, gatewayConfigSchema, Secret } from "@open-cowork/shared";

/** Settings of the section that a plugin of that kind works by; what the config says of the plugin itself wins. */
export function hostOptions(kind: string, { cloud, adminToken, listen, publicUrl }: GatewayConfig): Record<string, unknown> {
  switch (kind) {
    case "link":
      return cloud;
    case "identity":
      return { adminToken };
    case "http":
      return { listen, ...(publicUrl === undefined ? {} : { publicUrl }) };
    default:
      return {};
  }
}

/** Valid settings that belong to nobody, for looking at plugins while the real ones are wrong. Nothing is ever started with them. */
export const STAND_IN: GatewayConfig = gatewayConfigSchema.parse({
  cloud: { url: "http://127.0.0.1", token: new Secret("stand-in", "stand-in") },
  adminToken: new Secret("stand-in-stand-in", "stand-in"),
});
