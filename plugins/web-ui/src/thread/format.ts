import { language, t } from "../i18n/t.js";

const formats = new Map<string, Intl.NumberFormat>();

/** A number format of the language in use. Making one is slow, so each is made once. */
function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language() + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.NumberFormat(language(), options);
    formats.set(key, made);
  }
  return made;
}

type TimeUnit = "seconds" | "minutes" | "hours";

/** "48 s", with a space that does not break. */
function time(value: number, unit: TimeUnit, digits = 0): string {
  const number = format({ maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
  return t(`span.${unit}`, { value: number }).replace(" ", "\u00a0");
}

/** How long something took: "0.4 s", "48 s", "2 min 5 s", "1 h 3 min". */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 9.95) return time(Math.max(0.1, seconds), "seconds", 1);
  const whole = Math.round(seconds);
  if (whole < 60) return time(whole, "seconds");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return pair(time(minutes, "minutes"), whole % 60, "seconds");
  return pair(time(Math.floor(minutes / 60), "hours"), minutes % 60, "minutes");
}

function pair(first: string, rest: number, unit: TimeUnit): string {
  return rest === 0 ? first : `${first} ${time(rest, unit)}`;
}

/** Elapsed time of something that still runs: whole seconds, so that it does not flicker. */
export function elapsed(ms: number): string {
  return duration(Math.max(1, Math.floor(ms / 1_000)) * 1_000).replace(/[.,]0(?=\D)/, "");
}

/** "840", "18.2k", "1.3M" in the way of the language. */
export function compact(value: number): string {
  return format({ notation: "compact", maximumFractionDigits: 1 }).format(value).replace("K", "k");
}

/** Money that may be a small part of a cent: two digits that say something. */
export function cost(dollars: number): string {
  const digits = dollars >= 0.01 || dollars === 0 ? 2 : dollars >= 0.0001 ? 4 : 6;
  return format({
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(dollars);
}

/** A fraction as "38 %". */
export function percent(fraction: number): string {
  return format({ style: "percent" }).format(fraction).replace(/\s?%/, "\u202f%");
}

const BYTE_UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** "120 B", "34 kB", "2.5 MB". */
export function fileSize(bytes: number): string {
  const step = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1_000 ** step;
  const digits = step > 0 && value < 10 ? 1 : 0;
  const parts = format({
    style: "unit",
    unit: BYTE_UNITS[step]!,
    unitDisplay: "narrow",
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  }).formatToParts(value);
  return parts.map((part) => (part.type === "unit" ? `\u00a0${part.value}` : part.value.trim())).join("");
}
