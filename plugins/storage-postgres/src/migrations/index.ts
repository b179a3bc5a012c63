import { Tables1764000000000 } from "./1764000000000-tables.js";
import { RowSecurity1764000000001 } from "./1764000000001-row-security.js";
import { LogFunctions1764000000002 } from "./1764000000002-log-functions.js";
import { IndexFunctions1764000000003 } from "./1764000000003-index-functions.js";
import { SystemFunctions1764000000004 } from "./1764000000004-system-functions.js";
import { SaidFunction1764000000005 } from "./1764000000005-said-function.js";
import { Housekeeping1764000000006 } from "./1764000000006-housekeeping.js";
import { CheckpointedAppend1764000000007 } from "./1764000000007-checkpointed-append.js";
import { ChannelTables1764000000008 } from "./1764000000008-channel-tables.js";
import { ChannelDirectory1764000000009 } from "./1764000000009-channel-directory.js";
import { ChannelThreads1764000000010 } from "./1764000000010-channel-threads.js";
import { ChannelQueues1764000000011 } from "./1764000000011-channel-queues.js";
import { ChannelHousekeeping1764000000012 } from "./1764000000012-channel-housekeeping.js";
import { ChannelAccess1764000000013 } from "./1764000000013-channel-access.js";

/** In order. A released migration is never edited: what changes later is a new one at the end. */
export const MIGRATIONS = [
  Tables1764000000000,
  RowSecurity1764000000001,
  LogFunctions1764000000002,
  IndexFunctions1764000000003,
  SystemFunctions1764000000004,
  SaidFunction1764000000005,
  Housekeeping1764000000006,
  CheckpointedAppend1764000000007,
  ChannelTables1764000000008,
  ChannelDirectory1764000000009,
  ChannelThreads1764000000010,
  ChannelQueues1764000000011,
  ChannelHousekeeping1764000000012,
  ChannelAccess1764000000013,
];
