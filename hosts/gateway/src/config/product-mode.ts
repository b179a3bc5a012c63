import { isObject, type Problem } from "@open-cowork/core/host";
import { PRODUCT } from "@open-cowork/shared";

const STANDALONE = `Start the ${PRODUCT.standaloneGateway} with open-cowork-gateway-standalone, or remove this`;
const CLOUD = "Start Open Cowork Cloud with open-cowork start, or remove this";

/** Other products, by the name of their mode. */
const MODES: Readonly<Record<string, { product: string; hint: string }>> = {
  "standalone-gateway": { product: PRODUCT.standaloneGateway, hint: STANDALONE },
  cloud: { product: PRODUCT.cloud, hint: CLOUD },
  desktop: { product: PRODUCT.desktop, hint: `Start ${PRODUCT.desktop}, or remove this` },
};

const DATABASE = `this is the ${PRODUCT.cloudChannelGateway}, which has no database: everything is kept by ${PRODUCT.cloud}`;
const RUNTIME = `this is the ${PRODUCT.cloudChannelGateway}, which never runs or calls OpenCode: the workers of ${PRODUCT.cloud} do`;

/** Settings that only a product with a database or a runtime of its own has. */
const FOREIGN_SETTINGS: Readonly<Record<string, string>> = {
  database: DATABASE,
  databaseUrl: DATABASE,
  storage: DATABASE,
  storageUrl: DATABASE,
  dataDir: DATABASE,
  opencode: RUNTIME,
  opencodeUrl: RUNTIME,
  runtime: RUNTIME,
};
const FOREIGN_VARIABLES: Readonly<Record<string, string>> = {
  OPEN_COWORK_GATEWAY_DATABASE_URL: DATABASE,
  OPEN_COWORK_GATEWAY_OPENCODE_URL: RUNTIME,
};
const STANDALONE_VARIABLE = /^OPEN_COWORK_STANDALONE_GATEWAY_/;

/**
 * What asks for another product: its mode, its settings, its variables. The mode of this program is fixed, and a deployment that meant another one must hear it
 * instead of getting a program that lacks half of what it was given.
 * @param section The section `gateway` as written.
 */
export function foreignSettings(section: unknown, env: Readonly<Record<string, string | undefined>>): Problem[] {
  const settings = isObject(section) ? section : {};
  const { mode } = settings;
  const other = typeof mode === "string" && Object.hasOwn(MODES, mode) ? MODES[mode] : undefined;
  return [
    ...(other
      ? [{ path: "gateway.mode", message: `asks for the ${other.product}, and this program is the ${PRODUCT.cloudChannelGateway} only`, hint: other.hint }]
      : []),
    ...Object.entries(FOREIGN_SETTINGS).flatMap(([key, message]) =>
      Object.hasOwn(settings, key) ? [{ path: `gateway.${key}`, message, hint: STANDALONE }] : [],
    ),
    ...Object.entries(env).flatMap(([name, value]) => {
      const standalone = STANDALONE_VARIABLE.test(name)
        ? `is a variable of the ${PRODUCT.standaloneGateway}, and this program is the ${PRODUCT.cloudChannelGateway}`
        : undefined;
      const message = standalone ?? (Object.hasOwn(FOREIGN_VARIABLES, name) ? FOREIGN_VARIABLES[name] : undefined);
      return value && message ? [{ path: name, message, hint: STANDALONE }] : [];
    }),
  ];
}
