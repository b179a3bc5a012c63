/** Schema of all tables and functions. */
export const SCHEMA = "open_cowork";
/** What the product runs as: no owner of anything, so row-level security binds it. */
export const APP_ROLE = "open_cowork_app";
/** Owns the few functions that look across tenants; nobody can log in as it. */
export const SYSTEM_ROLE = "open_cowork_system";

/**
 * Roles belong to the server, not to a database, so they are no migration; several databases of one server share them. Needs a role with
 * CREATEROLE, such as the owner. Repeatable.
 */
export const ENSURE_ROLES = `
do $$
declare
  wanted text;
begin
  foreach wanted in array array['${APP_ROLE}', '${SYSTEM_ROLE}'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then null; -- another process was first
    end;
    if not pg_has_role(current_user, wanted, 'usage') or not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end $$;
create schema if not exists ${SCHEMA};
grant usage on schema ${SCHEMA} to ${APP_ROLE}, ${SYSTEM_ROLE};
`;

/** Lets a login act as the product's role: for a server where the owner and the product have logins of their own. */
export function grantAppRole(login: string): string {
  return `grant ${APP_ROLE} to "${login.replaceAll('"', '""')}"`;
}
