import { delimiter, join } from "node:path";

export interface EngineEnvironment {
  /** What the host lets its programs see. */
  host: Readonly<Record<string, string>>;
  /** Private directory of the tenant's engine. */
  home: string;
  configFile: string;
  modelsFile: string;
  password: string;
  /** Put before the host's PATH. */
  programs?: string;
  mark: { name: string; value: string };
}

/** The whole environment of an engine: what the host lets through, its own home, and OpenCode's switches. */
export function engineEnvironment({ host, home, configFile, modelsFile, password, programs, mark }: EngineEnvironment): Record<string, string> {
  return {
    ...host,
    PATH: [programs, host.PATH].filter(Boolean).join(delimiter),
    HOME: home,
    USERPROFILE: home,
    XDG_DATA_HOME: join(home, "data"),
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_STATE_HOME: join(home, "state"),
    XDG_CACHE_HOME: join(home, "cache"),
    // A proxy for the outside world must never stand between OpenCode and the loopback addresses it talks to.
    NO_PROXY: "127.0.0.1,localhost,::1",
    no_proxy: "127.0.0.1,localhost,::1",
    [mark.name]: mark.value,
    OPENCODE_SERVER_PASSWORD: password,
    OPENCODE_CONFIG: configFile,
    // The built-in catalogue costs every directory 0.7 s and 40 MB; ours names the few models there are.
    OPENCODE_MODELS_PATH: modelsFile,
    OPENCODE_DISABLE_MODELS_FETCH: "1",
    OPENCODE_DISABLE_PROJECT_CONFIG: "1",
    OPENCODE_DISABLE_CLAUDE_CODE: "1",
    OPENCODE_DISABLE_EXTERNAL_SKILLS: "1",
    OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
    OPENCODE_PURE: "1",
    OPENCODE_DISABLE_AUTOUPDATE: "1",
    OPENCODE_DISABLE_SHARE: "1",
    OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
    OPENCODE_DISABLE_EMBEDDED_WEB_UI: "1",
    OPENCODE_EXPERIMENTAL_DISABLE_FILEWATCHER: "1",
    OPENCODE_DISABLE_FFF: "1",
  };
}
