import "../../markdown/define.js";
import "../../ui/error/define.js";
import "../../ui/skeleton/define.js";
import "../transcript/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcArtifactPane } from "./oc-artifact-pane.js";
import { OcSubagentPane } from "./oc-subagent-pane.js";

defineElement("oc-artifact-pane", OcArtifactPane);
defineElement("oc-subagent-pane", OcSubagentPane);
