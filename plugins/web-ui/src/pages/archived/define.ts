import { defineElement } from "../../ui/define-element.js";
import { OcArchivedPage } from "./oc-archived-page.js";

defineElement("oc-archived-page", OcArchivedPage);
