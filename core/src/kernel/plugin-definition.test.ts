import { secret } from "@open-cowork/shared";
import { expect } from "chai";
import { z } from "zod";
import { CLOCK } from "./clock.js";
import { LOG } from "./log.js";
import { definePlugin } from "./plugin-definition.js";
import { token } from "./token.js";

interface Kettle {
  boil(): string;
}
const KETTLE = token<Kettle>("test.kettle");
const kettle: Kettle = { boil: () => "steam" };

// What is not an error here is checked by the compiler when the tests are type-checked.
describe("definePlugin", () => {
  it("gives setup the types of its ports and of its parsed options", () => {
    const plugin = definePlugin({
      name: "@acme/kettle",
      kind: "service",
      api: "^1",
      config: z.object({ minutes: z.coerce.number(), key: secret() }),
      requires: { clock: CLOCK },
      optional: { log: LOG },
      provides: { kettle: KETTLE },
      setup({ deps, config }) {
        const now: number = deps.clock.now();
        const minutes: number = config.minutes;
        config.key.reveal();
        // @ts-expect-error an optional port may be absent
        deps.log.info("x");
        // @ts-expect-error a port that was not asked for
        deps.other;
        // @ts-expect-error a secret is no string
        config.key.length;
        return { ports: { kettle }, start: () => void (now + minutes) };
      },
    });
    expect(plugin.name).to.equal("@acme/kettle");
  });

  it("demands every promised port, of the promised type", () => {
    const base = { name: "@acme/kettle", kind: "service", api: "^1", provides: { kettle: KETTLE } } as const;
    const plugins = [
      // @ts-expect-error the port is missing
      definePlugin({ ...base, setup: () => ({ ports: {} }) }),
      // @ts-expect-error the port has another type
      definePlugin({ ...base, setup: () => ({ ports: { kettle: { boil: () => 100 } } }) }),
      definePlugin({ ...base, setup: async () => ({ ports: { kettle } }) }),
    ];
    expect(plugins).to.have.length(3);
  });

  it("has no options where none are declared", () => {
    const plugin = definePlugin({
      name: "@acme/plain",
      kind: "service",
      api: "^1",
      setup({ config }) {
        const nothing: undefined = config;
        return { ports: {}, contributes: { capabilities: [String(nothing)] } };
      },
    });
    expect(plugin.provides).to.equal(undefined);
  });
});
