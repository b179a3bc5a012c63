/** The simulated workspace, and how ids are written in it. */
export const TEAM = "T0SIM";
export const BOT = { user: "U0BOT", bot: "B0BOT", name: "cowork" } as const;
export const ROOM = "C0ROOM";

/** The user of a person's id, which names the workspace too. */
export function userOf(id: string): string {
  return id.split(":")[1] ?? id;
}

/** The direct channel of a person with us. */
export function directOf(id: string): string {
  return `D0${userOf(id)}`;
}
