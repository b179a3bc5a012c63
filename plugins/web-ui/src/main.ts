import "./styles/fonts.js";
import "./styles/global.css";
import "./app/define.js";

// Nobody hovers or does anything before the first paint.
requestAnimationFrame(() => void import("./ui/later.js"));
