import { ChannelBindingEntity, ChannelIdentityEntity, ChannelPairingEntity, ChannelRefusalEntity } from "./channel-people.js";
import { ChannelDeliveryEntity, ChannelInboundEntity } from "./channel-queues.js";
import { ChannelInteractionEntity, ChannelThreadEntity, ChannelThreadSessionEntity } from "./channel-threads.js";
import { AttentionEntity, CheckpointEntity, CommandEntity, EventEntity, SaidEntity, SnapshotEntity } from "./log.js";
import { CredentialEntity, TenantEntity, UserEntity } from "./people.js";
import { ArtifactEntity, IdempotencyEntity, ModelProviderEntity, SecretEntity } from "./rows.js";
import { SessionEntity } from "./sessions.js";

/** Every table of the schema. */
export const ENTITIES = [
  ...[TenantEntity, UserEntity, CredentialEntity],
  ...[SessionEntity, EventEntity, CommandEntity, SnapshotEntity, CheckpointEntity, AttentionEntity, SaidEntity],
  ...[ArtifactEntity, SecretEntity, ModelProviderEntity, IdempotencyEntity],
  ...[ChannelBindingEntity, ChannelIdentityEntity, ChannelPairingEntity, ChannelRefusalEntity],
  ...[ChannelThreadEntity, ChannelThreadSessionEntity, ChannelInteractionEntity, ChannelInboundEntity, ChannelDeliveryEntity],
];
