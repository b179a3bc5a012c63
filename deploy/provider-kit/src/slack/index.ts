export { signed } from "./event-feed.js";
export * from "./slack-simulator.js";
