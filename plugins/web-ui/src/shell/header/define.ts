import "../../ui/icon/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcPageHeader } from "./oc-page-header.js";

defineElement("oc-page-header", OcPageHeader);
