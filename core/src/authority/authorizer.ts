import { AppError, type Role } from "@open-cowork/shared";
import type { Principal } from "../kernel/context.js";
import { PERMISSIONS, type Permission } from "./ports.js";

const VIEWER: readonly Permission[] = ["session.read", "settings.read", "token.own"];
const APPROVER: readonly Permission[] = [...VIEWER, "approval.answer"];
const MEMBER: readonly Permission[] = [...APPROVER, "session.write", "session.delete"];
const ADMIN: readonly Permission[] = PERMISSIONS;

/** What each role may do. Closed on both sides: an unknown role or permission is denied. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  owner: ADMIN,
  admin: ADMIN,
  member: MEMBER,
  approver: APPROVER,
  viewer: VIEWER,
  // It acts for people of chats, each with the role that person was given; by itself it may do nothing else.
  gateway: ["channel.serve"],
};

const RANK: readonly Role[] = ["viewer", "approver", "member", "admin", "owner"];

export function may(principal: Principal, permission: Permission): boolean {
  return ROLE_PERMISSIONS[principal.role]?.includes(permission) ?? false;
}

/** @throws AppError `auth.forbidden` */
export function demand(principal: Principal, permission: Permission): void {
  if (!may(principal, permission)) throw new AppError("auth.forbidden", { details: { permission } });
}

/** The lower of two roles. */
export function capRole(wanted: Role, own: Role): Role {
  if (own === "gateway") return own;
  if (wanted === "gateway") return own === "owner" || own === "admin" ? wanted : "viewer";
  return RANK[Math.min(RANK.indexOf(wanted), RANK.indexOf(own))] ?? "viewer";
}

/** The higher of two roles of people. */
export function higherRole<R extends Exclude<Role, "gateway">>(a: R, b: R): R {
  return RANK.indexOf(a) < RANK.indexOf(b) ? b : a;
}
