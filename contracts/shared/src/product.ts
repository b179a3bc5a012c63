/** Public names of the product family. Operator text never says just "gateway". */
export const PRODUCT = {
  name: "Open Cowork",
  desktop: "Open Cowork Desktop",
  cloud: "Open Cowork Cloud",
  gateway: "Open Cowork Gateway",
  cloudChannelGateway: "Cloud Channel Gateway",
  standaloneGateway: "Standalone Gateway",
} as const;

export const PRODUCT_MODES = ["desktop", "cloud", "cloud-channel-gateway", "standalone-gateway"] as const;
export type ProductMode = (typeof PRODUCT_MODES)[number];
