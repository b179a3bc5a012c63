import type { EventBus } from "../transport/ports.js";
import { type ConformanceCase, check } from "./conformance.js";

export interface BusHarness {
  bus: EventBus;
}

/** What holds inside one process for every bus. */
export const busCases: readonly ConformanceCase<BusHarness>[] = [
  {
    name: "delivers the very object before publish returns, in order, to subscribers of that topic only",
    async run({ bus }) {
      const got: unknown[] = [];
      bus.subscribe("a", (message) => got.push(message));
      bus.subscribe("b", () => got.push("wrong topic"));
      const messages = [{ n: 1 }, { n: 2 }];
      for (const message of messages) bus.publish("a", message);
      check.ok(got.length === 2 && got[0] === messages[0] && got[1] === messages[1], "both messages, themselves, in order");
    },
  },
  {
    name: "a subscription ends at once, even during a delivery, and alone",
    async run({ bus }) {
      const got: string[] = [];
      const listener = () => void got.push("same");
      const end = bus.subscribe("a", listener);
      bus.subscribe("a", listener);
      const once = bus.subscribe("a", () => {
        got.push("once");
        once();
      });
      bus.publish("a", 1);
      end();
      end();
      bus.publish("a", 2);
      check.equal(got, ["same", "same", "once", "same"]);
    },
  },
  {
    name: "one subscriber may publish and subscribe while it is told",
    async run({ bus }) {
      const got: unknown[] = [];
      bus.subscribe("a", (message) => {
        got.push(message);
        if (message === 1) bus.publish("a", 2);
      });
      bus.publish("a", 1);
      check.equal(got, [1, 2]);
    },
  },
];
