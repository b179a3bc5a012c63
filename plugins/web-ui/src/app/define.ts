import "../ui/define.js";
import "../shell/define.js";
import { defineElement } from "../ui/define-element.js";
import { OcApp } from "./oc-app.js";

defineElement("oc-app", OcApp);
