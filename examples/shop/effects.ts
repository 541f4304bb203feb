import type { z } from 'zod';
import { type Answer, refused } from './answer.ts';
import type { Db } from './database.ts';
import { cancelShipment, notificationSchema, notify, ship, shipmentSchema } from './delivery.ts';
import type { Fault } from './faults.ts';
import {
  accountSchema,
  closeAccount,
  giveBack,
  movementSchema,
  openAccount,
  paymentSchema,
  transfer,
  type TransferKind,
} from './money.ts';
import { release, reservationSchema, reserve } from './stock.ts';

/** Something the shop does to the world: how it is asked for, done, and taken back. */
export interface Effect<Body = unknown> {
  readonly path: string;
  readonly schema: z.ZodType<Body>;
  readonly work: (key: string, body: Body, fault: Fault) => Answer;
  /** `POST path/KEY/name`, KEY being the idempotency key of the forward call. */
  readonly undo?: { readonly name: string; readonly revert: (key: string) => boolean | Answer };
  /** Suffers from `outage` and `lateFailure`. */
  readonly breaks?: boolean;
}

export function effectsOf(db: Db): readonly Effect[] {
  return [...orderEffects(db), ...accountEffects(db)];
}

function orderEffects(db: Db): readonly Effect[] {
  return [
    effect({
      path: '/reservations',
      schema: reservationSchema,
      work: (key, body) => reserve(db, key, body),
      undo: { name: 'release', revert: (key) => release(db, key) },
    }),
    effect({
      path: '/payments',
      schema: paymentSchema,
      work: (key, { orderId, customer, cents }, fault) =>
        transferUnlessDeclined(db, fault, { key, kind: 'payment', orderId, source: customer, target: 'shop', cents }),
      undo: { name: 'refund', revert: (key) => giveBack(db, 'payment', key) },
    }),
    effect({
      path: '/shipments',
      schema: shipmentSchema,
      work: (key, body) => ship(db, key, body),
      undo: { name: 'cancel', revert: (key) => cancelShipment(db, key) },
      breaks: true,
    }),
    effect({ path: '/notifications', schema: notificationSchema, work: (key, body) => notify(db, key, body) }),
  ];
}

function accountEffects(db: Db): readonly Effect[] {
  const moves = (kind: TransferKind, path: string, ends: (account: string) => { source: string; target: string }) =>
    effect({
      path,
      schema: movementSchema,
      work: (key, { account, cents }, fault) =>
        transferUnlessDeclined(db, fault, { key, kind, orderId: null, ...ends(account), cents }),
      undo: { name: 'undo', revert: (key) => giveBack(db, kind, key) },
    });
  return [
    effect({
      path: '/accounts',
      schema: accountSchema,
      work: (key, body) => openAccount(db, key, body),
      undo: { name: 'close', revert: (key) => closeAccount(db, key) },
    }),
    moves('withdrawal', '/withdrawals', (account) => ({ source: account, target: 'transit' })),
    moves('deposit', '/deposits', (account) => ({ source: 'transit', target: account })),
  ];
}

function transferUnlessDeclined(db: Db, fault: Fault, wanted: Parameters<typeof transfer>[1]): Answer {
  if (fault.decline && wanted.kind !== 'withdrawal') return refused(402, 'declined', 'The bank declined.');
  return transfer(db, wanted);
}

/** Checks body against work, then forgets the type, so that the effects can stand in one list. */
function effect<Body>(one: Effect<Body>): Effect {
  return { ...one, work: (key, body, fault) => one.work(key, one.schema.parse(body), fault) };
}
