import type { KeyboardEvent } from 'react';
import type { TimelineModel } from './model.ts';
import { spanRowAt } from './row.ts';
import { attemptsOf } from './selection.ts';
import type { Stage } from './stage.ts';

interface Keys {
  readonly model: TimelineModel;
  readonly stage: Stage | null;
  readonly row: number;
  readonly attempt: number;
  readonly show: (row: number, attempt: number, close?: boolean) => void;
  readonly clear: () => void;
  readonly fold: (shut: boolean) => void;
}

const panStepPx = 80;
const namesStepPx = 40;

/** The keys that move about on the rows; those of what can be done are in `acts/names.ts`. Whether it was one of them. */
export function rowKey(event: KeyboardEvent, keys: Keys): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const handle = handlers[event.key];
  if (!handle || !keys.stage) return false;
  handle(keys, keys.stage, event.shiftKey);
  return true;
}

type Handler = (keys: Keys, stage: Stage, shift: boolean) => void;

const handlers: Readonly<Record<string, Handler>> = {
  ArrowDown: (keys, stage) => step(keys, stage, 1),
  ArrowUp: (keys, stage) => step(keys, stage, -1),
  ArrowRight: (keys, stage, shift) => (shift ? stage.pan(panStepPx) : sideways(keys, 1)),
  ArrowLeft: (keys, stage, shift) => (shift ? stage.pan(-panStepPx) : sideways(keys, -1)),
  Home: (keys, stage) => to(keys, stage, 0, 1),
  End: (keys, stage) => to(keys, stage, stage.rowCount - 1, -1),
  '[': (keys) => keys.fold(true),
  ']': (keys) => keys.fold(false),
  '<': (_, stage) => stage.resizeNames(stage.names - namesStepPx),
  '>': (_, stage) => stage.resizeNames(stage.names + namesStepPx),
  PageDown: (keys, stage) => leap(keys, stage, 1),
  PageUp: (keys, stage) => leap(keys, stage, -1),
  Escape: (keys) => keys.clear(),
};

function step(keys: Keys, stage: Stage, by: 1 | -1): void {
  const from = keys.row < 0 ? (by > 0 ? -1 : stage.rowCount) : stage.positionOf(keys.row);
  to(keys, stage, from + by, by);
}

/** As far as is seen at once. */
function leap(keys: Keys, stage: Stage, by: 1 | -1): void {
  const from = keys.row < 0 ? 0 : stage.positionOf(keys.row);
  const aim = Math.min(Math.max(from + by * stage.page, 0), stage.rowCount - 1);
  to(keys, stage, aim, by === 1 && aim === stage.rowCount - 1 ? -1 : by);
}

/** Lanes are not chosen: the next row in that direction is. */
function to(keys: Keys, stage: Stage, position: number, by: 1 | -1): void {
  for (let at = position; at >= 0 && at < stage.rowCount; at += by) {
    const index = stage.indexAt(at);
    if (index !== undefined && spanRowAt(keys.model, index)) return keys.show(index, 0);
  }
}

/** Along the attempts of a row; a composite opens and shuts. */
function sideways(keys: Keys, by: 1 | -1): void {
  const row = spanRowAt(keys.model, keys.row);
  if (!row) return;
  if (row.composite && row.kind !== 'run') return keys.fold(by < 0);
  const attempts = attemptsOf(keys.model, keys.row);
  const at = attempts.findIndex(({ attempt }) => attempt === keys.attempt);
  const next = attempts[at + by];
  if (next) keys.show(keys.row, next.attempt);
  else if (by < 0) keys.show(keys.row, 0);
}
