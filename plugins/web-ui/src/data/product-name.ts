import { PRODUCT } from "@open-cowork/shared";

const NAMES: Record<string, string> = {
  desktop: PRODUCT.desktop,
  cloud: PRODUCT.cloud,
  "cloud-channel-gateway": PRODUCT.cloudChannelGateway,
  "standalone-gateway": PRODUCT.standaloneGateway,
};

/** The product's public name for what the server calls itself; an unknown one as it is. */
export function productName(product: string): string {
  return NAMES[product] ?? product;
}

/** The same next to the name of a workspace: "Cloud". */
export function productShortName(product = ""): string {
  return productName(product).replace(/^open cowork\s*/i, "");
}
