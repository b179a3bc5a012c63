import "../ui/define.js";
import "./header/define.js";
import { defineElement } from "../ui/define-element.js";
import { OcShell } from "./frame/oc-shell.js";
import { OcRail } from "./rail/oc-rail.js";
import { OcThreadList } from "./rail/oc-thread-list.js";
import { OcTabBar } from "./tabs/oc-tab-bar.js";

defineElement("oc-tab-bar", OcTabBar);
defineElement("oc-thread-list", OcThreadList);
defineElement("oc-rail", OcRail);
defineElement("oc-shell", OcShell);
