import type { ConformanceCase } from "@open-cowork/core/testing";
import { acknowledgementCases } from "./cases/acknowledgement.js";
import { buttonCases } from "./cases/buttons.js";
import { editCases } from "./cases/edits.js";
import { failureCases } from "./cases/failures.js";
import { fileInCases } from "./cases/files-in.js";
import { fileOutCases } from "./cases/files-out.js";
import { forgeryCases } from "./cases/forgery.js";
import { inboundCases } from "./cases/inbound.js";
import { lifeCases } from "./cases/life.js";
import { orderCases } from "./cases/order.js";
import { textCases } from "./cases/text.js";
import { demandDeclared, type Feature } from "./features.js";
import type { ProviderHarness } from "./platform.js";
import type { ProviderCase } from "./provider-case.js";
import { Stage } from "./stage.js";

export interface KitOptions {
  /** What this provider or its platform does not have. */
  lacks?: readonly Feature[];
  /** Longest that any one thing may take. Default 10,000; the timeouts of the provider under test are to be much shorter. */
  patienceMs?: number;
}

const ALL: readonly ProviderCase[] = [
  ...lifeCases,
  ...inboundCases,
  ...acknowledgementCases,
  ...fileInCases,
  ...textCases,
  ...buttonCases,
  ...editCases,
  ...fileOutCases,
  ...orderCases,
  ...failureCases,
  ...forgeryCases,
];

/**
 * Everything that the port of chat providers promises, for `conformance` of core/testing. A case that needs what is named in `lacks` is there under the name
 * "skipped without …" and checks only that it is lacking in truth; one that needs something lacking and not named fails. In every case answers are held to their
 * schemas, nothing may throw or hang, and no secret may be told.
 */
export function providerCases({ lacks = [], patienceMs = 10_000 }: KitOptions = {}): readonly ConformanceCase<ProviderHarness>[] {
  return ALL.map(({ name, needs = [], run }) => {
    const lacking = needs.filter((feature) => lacks.includes(feature));
    if (lacking.length > 0) return { name: `skipped without ${lacking.join(", ")}: ${name}`, run: (harness) => demandDeclared(harness, lacking, "lacking") };
    return {
      name,
      async run(harness) {
        await demandDeclared(harness, needs, "there");
        const stage = new Stage(harness, patienceMs);
        try {
          await run(stage);
        } catch (error) {
          // What went wrong first is what counts; ending is tidying up then.
          await stage.end().catch(() => undefined);
          throw error;
        }
        await stage.end();
      },
    };
  });
}
