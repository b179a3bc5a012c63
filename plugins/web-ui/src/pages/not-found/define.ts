import { defineElement } from "../../ui/define-element.js";
import { OcNotFoundPage } from "./oc-not-found-page.js";

defineElement("oc-not-found-page", OcNotFoundPage);
