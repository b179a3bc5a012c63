import "../../ui/error/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcStartPage } from "./oc-start-page.js";

defineElement("oc-start-page", OcStartPage);
