import { defineElement } from "../../ui/define-element.js";
import { OcThreadTitle } from "./oc-thread-title.js";

defineElement("oc-thread-title", OcThreadTitle);
