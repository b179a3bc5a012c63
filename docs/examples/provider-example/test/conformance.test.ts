import { describe, it } from "node:test";
import type { Log } from "@open-cowork/core/kernel";
import { conformance } from "@open-cowork/core/testing";
import { type ProviderHarness, providerCases, realClock } from "@open-cowork/provider-kit";
import { Secret } from "@open-cowork/shared";
import { CorkboardApi } from "../src/corkboard-api.js";
import { CorkboardProvider } from "../src/corkboard-provider.js";
import { SimulatedCorkboard, TOKEN } from "./simulated-corkboard.js";

async function open(): Promise<ProviderHarness> {
  const lines: string[] = [];
  const write = (event: string, fields?: object) => void lines.push(`${event} ${JSON.stringify(fields)} ${String((fields as { error?: unknown })?.error)}`);
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  const platform = await SimulatedCorkboard.start();
  return {
    platform,
    provider: () => new CorkboardProvider("ops", new CorkboardApi({ url: platform.url, token: new Secret(TOKEN, "token"), answerMs: 300 }), realClock, log),
    secrets: [TOKEN],
    logged: () => lines,
    close: () => platform.close(),
  };
}

// What Corkboard does not have. The kit skips what needs it, by name, and checks that it is lacking in truth.
const lacks = ["buttons", "files-in", "files-out", "webhook", "rename", "formatting", "malformed"] as const;
conformance({ describe, it }, { title: "Corkboard keeps the promises of the port", cases: providerCases({ lacks }), open });
