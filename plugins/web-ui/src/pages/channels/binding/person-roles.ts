import type { PersonRole } from "@open-cowork/shared";

/** From most to least. */
export const PERSON_ROLES: readonly PersonRole[] = ["owner", "admin", "member", "approver", "viewer"];
