export { WebhookPeer, type WebhookPeerOptions } from "./webhook-peer.js";
