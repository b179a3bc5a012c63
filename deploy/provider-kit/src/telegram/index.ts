export { htmlText } from "./html-text.js";
export * from "./simulated-telegram.js";
