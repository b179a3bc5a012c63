import type { ModelProviderInput, ModelProviderKind } from "@open-cowork/shared";
import type { PlainKey } from "../i18n/t.js";
import { providerKind } from "./provider-kinds.js";

/** The fields as typed. */
export interface ModelFields {
  kind: ModelProviderKind;
  baseUrl: string;
  key: string;
  model: string;
}
export type FieldProblems = Partial<Record<"baseUrl" | "key", PlainKey>>;

/** What is missing or wrong before anything is sent; empty when the fields may be tested. */
export function checkFields(fields: ModelFields): FieldProblems {
  const kind = providerKind(fields.kind);
  const problems: FieldProblems = {};
  const address = fields.baseUrl.trim();
  if (kind.address && !address) problems.baseUrl = "setup.addressMissing";
  else if (kind.address && !isHttp(address)) problems.baseUrl = "setup.addressInvalid";
  if (kind.key === "required" && !fields.key.trim()) problems.key = "setup.keyMissing";
  return problems;
}

/** The request of these fields: only what the kind has, only what was filled in. */
export function toInput(fields: ModelFields): ModelProviderInput {
  const kind = providerKind(fields.kind);
  const baseUrl = kind.address ? fields.baseUrl.trim() : "";
  const key = kind.key === "none" ? "" : fields.key.trim();
  const model = fields.model.trim();
  return { kind: fields.kind, ...(baseUrl && { baseUrl }), ...(key && { key }), ...(model && { model }) };
}

function isHttp(address: string): boolean {
  return /^https?:\/\/[^\s/]+/.test(address) && URL.canParse(address);
}
