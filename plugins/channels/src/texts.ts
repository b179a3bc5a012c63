/** Everything the router says to people in chats, in one place, so that it can be said in another language. */
export const english = {
  help: (agent: string) => `Write what you need${agent === "" ? "" : ` (to ${agent})`}. Files are welcome.

/new begins a new thread
/status says what is going on
/stop stops what runs now
/sessions lists the threads of this chat, /sessions 2 goes back to one
/agent and /model show what can be chosen, /agent NAME chooses
/approve CODE, /deny CODE why, /answer CODE text decide what you were asked`,
  welcome: (name: string, role: string) => `Welcome, ${name}. You are in, as ${role}. Write what you need, or /help.`,
  known: "You are in already. Write what you need, or /help.",
  badCode: "This code is wrong, was used already or has expired. Ask for a new one.",
  hint: "I do not know you yet. Ask the people of this workspace for a pairing code and send it to me in a direct chat.",
  newThread: "A new thread. What shall we do?",
  noThread: "Nothing was asked here yet. Write what you need.",
  nothingRuns: "Nothing is running.",
  stopping: "Stopping.",
  status: (title: string, state: string) => `**${title}**: ${state}`,
  states: {
    idle: "ready",
    queued: "about to start",
    running: "at work",
    waiting: "waits for a decision",
    failed: "the last run failed",
    interrupted: "the last run was interrupted",
  } as Readonly<Record<string, string>>,
  model: (name: string) => `Model: ${name}`,
  agent: (name: string) => `Agent: ${name}`,
  untitled: "Untitled",
  sessions: (lines: readonly string[]) => `Threads of this chat, newest first:\n\n${lines.join("\n")}\n\n/sessions 2 goes back to the second.`,
  noSessions: "There are no threads here yet.",
  noSuchSession: (count: number) => `There are ${count} threads here; say /sessions to see them.`,
  switched: (title: string) => `Back in **${title}**.`,
  choices: (what: string, lines: readonly string[], now: string) => `${what} to choose from (now ${now}):\n\n${lines.map((line) => `- ${line}`).join("\n")}`,
  chosen: (what: string, name: string) => `${what}: ${name}, from the next message on.`,
  noSuchChoice: (what: string, name: string) => `There is no ${what} called “${name}”.`,
  byDefault: "the default",
  unknownCommand: (name: string) => `I do not know /${name}. /help says what there is.`,
  whichCode: "Which one? Add the code that stands below the request.",
  nothingWaits: "Nothing waits for a decision here.",
  lapsed: "This request is not open any more.",
  notAllowed: "Your role does not allow this.",
  decided: "Noted.",
  noSuchOption: "That is none of the choices.",
  failed: (reason: string) => `That did not work. ${reason}`,
  fileTooLarge: (name: string) => `${name} is too large and was left out.`,
  fileGone: (name: string) => `${name} could not be fetched and was left out.`,
  elsewhere: (name: string, text: string) =>
    `**${name}** wrote in the workspace:\n\n${text
      .split("\n")
      .map((line) => `> ${line}`)
      .join("\n")}`,
  approval: "May I?",
  destructive: "This changes or deletes data.",
  once: "Allow once",
  session: "For this thread",
  always: "Always",
  reject: "No",
  alwaysRule: (rule: string) => `Always means: ${rule}`,
  codes: (code: string) => `/approve ${code}, /approve ${code} session, /approve ${code} always, or /deny ${code} with a reason`,
  allowed: { once: "Allowed once", session: "Allowed for this thread", always: "Allowed always", reject: "Not allowed" } as Readonly<Record<string, string>>,
  by: (what: string, who: string | undefined, note: string | undefined) =>
    `**${what}${who === undefined ? "" : ` by ${who}`}.**${note === undefined || note === "" ? "" : ` ${note}`}`,
  expired: "**Not decided in time.**",
  question: "A question",
  answerCode: (code: string) => `/answer ${code} and your answer`,
  answered: (answers: string, who: string | undefined) => `**Answered${who === undefined ? "" : ` by ${who}`}:** ${answers}`,
  rejected: "**Left open.**",
  aborted: "Stopped.",
  runFailed: (reason: string) => `**This did not work.** ${reason}`,
  interrupted: "**Interrupted.** What was said is kept. Write on to continue.",
  done: "Done.",
  fileFollows: "The whole answer is in the file.",
  fileWithLink: (name: string, url: string | undefined) => `${name} is too large for this chat.${url === undefined ? "" : ` It is in the thread: ${url}`}`,
  doubtful: "(sent again: it may be above already)",
} as const;
export type Texts = typeof english;
