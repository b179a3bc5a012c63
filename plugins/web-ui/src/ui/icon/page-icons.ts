import { Ban, CircleUser, Cpu, Eye, EyeOff, Globe, Key, Keyboard, LogOut, Monitor, Moon, Plus, Sparkles, Sun } from "lucide";
import type { IconNode } from "./icon-node.js";

/** Icons of pages that are loaded on demand. */
export const pageIcons = {
  block: Ban,
  cpu: Cpu,
  globe: Globe,
  hide: EyeOff,
  key: Key,
  keyboard: Keyboard,
  monitor: Monitor,
  person: CircleUser,
  moon: Moon,
  plus: Plus,
  "sign-out": LogOut,
  show: Eye,
  spark: Sparkles,
  sun: Sun,
} as const satisfies Record<string, IconNode>;
