import { type Metadata } from '@grpc/grpc-js';
import type { Json } from '../../core/json.ts';
import { decodeMessage } from '../protobuf/decode.ts';
import { MessageError } from '../protobuf/encode.ts';
import { rootOf } from '../protobuf/schema.ts';

/** The messages by which services say more of an error than its status; a DebugInfo, which is for the service's makers, stays bytes. */
const source = `
  syntax = "proto3";
  package google.rpc;
  import "google/protobuf/any.proto";
  import "google/protobuf/duration.proto";
  message Status { int32 code = 1; string message = 2; repeated google.protobuf.Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
  message RetryInfo { google.protobuf.Duration retry_delay = 1; }
  message QuotaFailure { message Violation { string subject = 1; string description = 2; } repeated Violation violations = 1; }
  message PreconditionFailure { message Violation { string type = 1; string subject = 2; string description = 3; } repeated Violation violations = 1; }
  message BadRequest { message FieldViolation { string field = 1; string description = 2; string reason = 3; } repeated FieldViolation field_violations = 1; }
  message RequestInfo { string request_id = 1; string serving_data = 2; }
  message ResourceInfo { string resource_type = 1; string resource_name = 2; string owner = 3; string description = 4; }
  message Help { message Link { string description = 1; string url = 2; } repeated Link links = 1; }
  message LocalizedMessage { string locale = 1; string message = 2; }`;

const statusType = rootOf({ 'status.proto': source }, 'status.proto').lookupType('google.rpc.Status');

const NAME = 'grpc-status-details-bin';

/** The details of `google.rpc.Status`; null: there are none, or they cannot be read. */
export function errorDetails(metadata: Metadata): Json {
  const [bytes] = metadata.get(NAME);
  if (!Buffer.isBuffer(bytes)) return null;
  try {
    const { details } = decodeMessage(statusType, bytes, { unknown: 'drop' }) as { readonly details: Json };
    return details;
  } catch (error) {
    if (error instanceof MessageError) return null;
    throw error;
  }
}
