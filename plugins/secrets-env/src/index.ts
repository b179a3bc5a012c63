export { environmentSecrets } from "./environment-secrets.js";
