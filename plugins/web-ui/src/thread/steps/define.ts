import "../../ui/icon/define.js";
import { registerBuiltInTools } from "../../tools/register.js";
import { defineElement } from "../../ui/define-element.js";
import { OcLane } from "./oc-lane.js";
import { OcStep } from "./oc-step.js";
import { OcSteps } from "./oc-steps.js";

registerBuiltInTools();
defineElement("oc-step", OcStep);
defineElement("oc-lane", OcLane);
defineElement("oc-steps", OcSteps);
