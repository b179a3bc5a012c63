import type { ApprovalAnswer, ApprovalView } from "@open-cowork/shared";
import { t } from "../i18n/t.js";

/** What a person decided on an approval card. */
export interface ApprovalDecision {
  approval: string;
  answer: ApprovalAnswer;
  note?: string;
}

/** What the card says once it is over: who decided what. */
export function outcomeOf(approval: Pick<ApprovalView, "state" | "answer" | "by" | "note">, me?: string): string {
  if (approval.state === "expired") return t("approval.expired");
  const name = approval.by?.id === me && me !== undefined ? t("approval.you") : (approval.by?.name ?? t("approval.someone"));
  if (approval.answer === "reject") return t("approval.rejectedBy", { name });
  return t(approval.answer === "always" ? "approval.alwaysBy" : approval.answer === "session" ? "approval.sessionBy" : "approval.onceBy", { name });
}

const BADGES: Record<string, "approval.badge.command" | "approval.badge.files" | "approval.badge.network"> = {
  bash: "approval.badge.command",
  edit: "approval.badge.files",
  write: "approval.badge.files",
  webfetch: "approval.badge.network",
  external_directory: "approval.badge.files",
};

/** The warning beside the title of something that cannot be taken back. */
export function badgeOf(permission: string): string {
  return t(BADGES[permission] ?? "approval.badge.other");
}
