import "../../composer/define.js";
import "../../shell/header/define.js";
import "../../ui/empty/define.js";
import "../../ui/error/define.js";
import "../../ui/skeleton/define.js";
import "../title/define.js";
import "../transcript/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcThreadPage } from "./oc-thread-page.js";

defineElement("oc-thread-page", OcThreadPage);
