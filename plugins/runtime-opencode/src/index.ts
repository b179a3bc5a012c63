// For benchmarks, which run the model relay without an engine; the product itself uses the plugin

export { ModelRelay, type ModelRelayDeps } from "./gateway/model-relay.js";
export { ProviderSettings, type ProviderSettingsDeps } from "./gateway/provider-settings.js";
export { RelayTokens } from "./gateway/relay-tokens.js";
export { Upstream } from "./gateway/upstream.js";
