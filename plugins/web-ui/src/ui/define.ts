// The parts that the first screen is made of; importing this registers them.
import "./icon/define.js";
import "./kbd/define.js";
import "./skeleton/define.js";
import "./empty/define.js";
import "./error/define.js";
