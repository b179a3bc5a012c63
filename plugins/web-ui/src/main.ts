import "./styles/fonts.js";
import "./styles/global.css";
import "./app/define.js";
import { registerWorker } from "./offline/register.js";

// Nobody hovers or does anything before the first paint.
requestAnimationFrame(() => void import("./ui/later.js"));
addEventListener("load", registerWorker, { once: true });
