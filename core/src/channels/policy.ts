import { type BindingPolicy, bindingPolicySchema, type PersonRole } from "@open-cowork/shared";
import { capRole } from "../authority/authorizer.js";
import type { Principal } from "../kernel/context.js";

/** Policy of a binding nobody has changed yet. */
export function defaultPolicy(): BindingPolicy {
  return bindingPolicySchema.parse({});
}

/** A role that somebody gives away: at most their own. */
export function givenRole(role: PersonRole, { role: own }: Principal): PersonRole {
  const capped = capRole(role, own);
  return capped === "gateway" ? "viewer" : capped;
}

/** A new policy as its maker may set it: nobody is let in with a higher role than the maker's, unless an earlier policy says so already. */
export function givenPolicy(policy: BindingPolicy, before: BindingPolicy, maker: Principal): BindingPolicy {
  const known = new Map(before.allow.map(({ person, role }) => [person, role]));
  return { ...policy, allow: policy.allow.map((entry) => (known.get(entry.person) === entry.role ? entry : { ...entry, role: givenRole(entry.role, maker) })) };
}
