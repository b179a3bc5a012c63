import { conformance } from "@open-cowork/core/testing";
import { providerCases } from "@open-cowork/provider-kit";
import { fakeHarness } from "./harness.js";

conformance(
  { describe, it },
  {
    title: "the demo chat keeps the promises of the port",
    cases: providerCases({ lacks: ["webhook", "signing-time", "interrupt", "formatting", "malformed"] }),
    open: fakeHarness,
  },
);
