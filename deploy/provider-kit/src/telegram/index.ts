export * from "./simulated-telegram.js";
