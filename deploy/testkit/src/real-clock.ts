export { realClock } from "@open-cowork/provider-kit";
