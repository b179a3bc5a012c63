import { conformance } from "@open-cowork/core/testing";
import { providerCases } from "@open-cowork/provider-kit";
import { openTelegram } from "./harness.js";

const api = { describe, it };

conformance(api, {
  title: "Telegram by polling",
  cases: providerCases({ lacks: ["webhook", "signing-time", "markdown"] }),
  open: () => openTelegram("polling"),
});

conformance(api, {
  title: "Telegram by webhook",
  cases: providerCases({ lacks: ["interrupt", "signing-time", "markdown"] }),
  open: () => openTelegram("webhook"),
});
