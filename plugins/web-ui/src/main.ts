import "./styles/fonts.js";
import "./styles/global.css";
import "./app/define.js";
import { registerWorker } from "./offline/register.js";

// Nobody hovers or does anything before the first paint.
requestAnimationFrame(loadLater);
addEventListener("load", registerWorker, { once: true });

/** Without a network just now, it is fetched once there is one. */
function loadLater(): void {
  import("./ui/later.js").catch(() => addEventListener("online", loadLater, { once: true }));
}
