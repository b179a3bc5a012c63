import { language, t } from "./t.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in its one largest unit: "12 s", "4 min", "3 h", "2 d". */
export function span(ms: number): string {
  const rest = Math.max(0, ms);
  if (rest < MINUTE) return t("span.seconds", { value: Math.floor(rest / SECOND) });
  if (rest < HOUR) return t("span.minutes", { value: Math.floor(rest / MINUTE) });
  if (rest < DAY) return t("span.hours", { value: Math.floor(rest / HOUR) });
  return t("span.days", { value: Math.floor(rest / DAY) });
}

/** How a list names a moment: a span on the same day, the weekday within a week, else the date. */
export function moment(at: number, now: number): string {
  if (startOfDay(now) <= at) return span(now - at);
  if (startOfDay(now) - 6 * DAY <= at) return new Intl.DateTimeFormat(language(), { weekday: "short" }).format(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(language(), { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(at);
}

/** How a sentence names a past moment: "3 h ago", "Sat", "3 Nov". */
export function ago(at: number, now: number): string {
  return startOfDay(now) <= at ? t("time.ago", { time: span(now - at) }) : moment(at, now);
}

/** A day in full, for what lies ahead. */
export function day(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium" }).format(at);
}

/** Date and time in full, for titles and tables. */
export function dateTime(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** Local midnight before a moment. */
export function startOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
