import { describe, it } from "node:test";
import { conformance } from "@open-cowork/core/testing";
import { providerCases } from "@open-cowork/provider-kit";
import { harness } from "./harness.js";

/** What this provider or its platform cannot do yet. Take a word away when it can: the kit then holds the provider to it. */
const LACKS = [
  "buttons",
  "files-in",
  "files-out",
  "webhook",
  "signing-time",
  "shared",
  "chatter",
  "rename",
  "remove",
  "lost-files",
  "interrupt",
  "formatting",
  "malformed",
];

conformance({ describe, it }, { title: "__name__ keeps the promises of the port", cases: providerCases({ lacks: LACKS }), open: harness });
