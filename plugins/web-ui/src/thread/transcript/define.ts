import "../row/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcTranscript } from "./oc-transcript.js";

defineElement("oc-transcript", OcTranscript);
