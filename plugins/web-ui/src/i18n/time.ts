import { language } from "./t.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in its one largest unit: "12 s", "4 min", "3 h", "2 d". */
export function span(ms: number): string {
  const [value, unit] = ms < MINUTE ? [ms / SECOND, "second"] : ms < HOUR ? [ms / MINUTE, "minute"] : ms < DAY ? [ms / HOUR, "hour"] : [ms / DAY, "day"];
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 0 }).format(Math.floor(Math.max(0, value)));
}

/** How a list names a moment: a span on the same day, the weekday within a week, else the date. */
export function moment(at: number, now: number): string {
  if (startOfDay(now) <= at) return span(now - at);
  if (startOfDay(now) - 6 * DAY <= at) return new Intl.DateTimeFormat(language(), { weekday: "short" }).format(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(language(), { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(at);
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
