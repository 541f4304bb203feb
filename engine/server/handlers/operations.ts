import { realpathSync } from 'node:fs';
import type { ActivityContext } from '../../activities/activity.ts';
import type { PlaceNow } from '../../activities/index.ts';
import { api, type HostContext } from '../context.ts';
import { livePlace } from '../live-place.ts';
import { toJson } from '../json.ts';

/** Asked as a step of the workspace would: under its settings, and with its secrets where the proxy needs one. */
export const operations = api.activities.operations.handler(async ({ context, input, errors, signal }) => {
  const now = placeOf(context);
  if (!now.ok) throw errors.INVALID({ message: now.message, data: { details: null } });
  const { offered } = await import('../../activities/openapi/offer.ts');
  const until = signal ?? new AbortController().signal;
  const offer = await offered(input.document, input.operation ?? null, askingIn(now.place, context), until);
  if (offer.ok) return offer.operations;
  throw errors.INVALID({ message: offer.error.message, data: { details: toJson(offer.error) } });
});

/** By context, which lives as long as its workspace is open. */
const places = new WeakMap<HostContext['workforce'], () => PlaceNow>();

function placeOf({ workforce, workspace, env }: HostContext): PlaceNow {
  const place = places.get(workforce) ?? livePlace(realpathSync(workspace), env);
  places.set(workforce, place);
  return place();
}

/** Nobody's attempt. */
const askingIn = (place: ActivityContext['place'], { secrets }: HostContext): ActivityContext => ({
  key: '',
  traceparent: null,
  attempt: 1,
  runId: '',
  workflow: '',
  stepId: '',
  logger: () => {},
  heartbeat: () => {},
  lastHeartbeat: null,
  secret: (name) => secrets.get(name),
  place,
});
