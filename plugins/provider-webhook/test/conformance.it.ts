import { conformance } from "@open-cowork/core/testing";
import { providerCases } from "@open-cowork/provider-kit";
import { webhookHarness } from "./harness.js";

conformance(
  { describe, it },
  {
    title: "the signed bridge keeps the promises of the port",
    cases: providerCases({ lacks: ["interrupt", "formatting", "malformed"] }),
    open: () => webhookHarness(),
  },
);
